package dev.crossrun.standalone;

import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be tried out: an example request, its runbook, the company that it fits, and people who play their parts. */
public enum Scenario {
    CONTACT_CENTER("contact-center", "connect-federation", new NewCompany(), Scenario::federation),
    EXISTING_INSTANCE("existing-instance", "connect-federation", new ContactCenter(), Scenario::federation),
    TEMPORARY_ACCESS("temporary-access", "temporary-access", new ContactCenter(), Scenario::access);

    private static final String AGENT = "ada@example.com";

    private final String example;
    private final String runbook;
    private final Seed seed;
    private final Function<Stack, List<ScriptedPerson>> cast;

    Scenario(String example, String runbook, Seed seed, Function<Stack, List<ScriptedPerson>> cast) {
        this.example = example;
        this.runbook = runbook;
        this.seed = seed;
        this.cast = cast;
    }

    /** The name of its runbook. */
    public String runbook() {
        return runbook;
    }

    public Seed seed() {
        return seed;
    }

    /** The example's file name. */
    public String file() {
        return example + ".json";
    }

    /** Everybody but the requester starts to work, until they are closed. */
    public List<ScriptedPerson> people(Stack stack) {
        List<ScriptedPerson> people = new ArrayList<>(cast.apply(stack));
        people.add(scripted(stack, stack.people().approver(), new ScriptedApprover()));
        return people;
    }

    private static List<ScriptedPerson> federation(Stack stack) {
        URI consoles = stack.simulator().endpoint();
        return List.of(scripted(stack, stack.people().administrator(), new ScriptedAdministrator(consoles, AGENT)));
    }

    private static List<ScriptedPerson> access(Stack stack) {
        return List.of(scripted(stack, stack.people().requester(), new ScriptedUser(stack)));
    }

    private static ScriptedPerson scripted(Stack stack, People.Person person, ScriptedPerson.Script script) {
        return new ScriptedPerson(person.name(), new ApiClient(stack.api(), person.token()), script);
    }

    /** Reads what {@link #toString} writes. */
    static final class Converter implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String name) {
            return Arrays.stream(values())
                    .filter(scenario -> scenario.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(values()).map(Scenario::toString).collect(Collectors.joining(", "))
                            + ", not " + name));
        }
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return example;
    }
}
