package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.Assignment;
import dev.crossrun.simulator.world.World;
import java.util.Set;

/** "Assign users and groups" on an application's page. */
public final class AssignmentConsole {

    private final ConsoleCenter console;

    /** The pages of one world. */
    public AssignmentConsole(World world) {
        this.console = new ConsoleCenter(world);
    }

    /** "Assign users and groups". */
    public SamlApplication assign(ConsoleRequest request) {
        request.onlyFields(Set.of("type", "name"));
        SamlApplication application = console.application(request);
        Assignment assignment = principal(request.required("type"), request.required("name"));
        if (!application.assignments().contains(assignment)) {
            application = application.assign(assignment);
            console.save(application);
            record(request, "AssociateProfile", application, assignment);
        }
        return application;
    }

    /** "Remove access". */
    public SamlApplication unassign(ConsoleRequest request) {
        Assignment assignment = principal(request.parameter("type"), request.parameter("name"));
        SamlApplication application = console.application(request);
        if (!application.assignments().contains(assignment)) {
            throw ConsoleException.notFound("The assignment of " + request.parameter("name"));
        }
        SamlApplication after = application.unassign(assignment);
        console.save(after);
        record(request, "DisassociateProfile", after, assignment);
        return after;
    }

    private Assignment principal(String type, String name) {
        IdentityCenter center = console.center();
        return switch (type) {
            case "USER" ->
                new Assignment(
                        PrincipalType.USER,
                        center.userByName(name)
                                .map(DirectoryUser::id)
                                .orElseThrow(() -> ConsoleException.notFound("User " + name)));
            case "GROUP" ->
                new Assignment(
                        PrincipalType.GROUP,
                        center.groupByName(name)
                                .map(DirectoryGroup::id)
                                .orElseThrow(() -> ConsoleException.notFound("Group " + name)));
            default -> throw ConsoleException.invalid("type is USER or GROUP");
        };
    }

    private void record(ConsoleRequest request, String event, SamlApplication application, Assignment assignment) {
        ObjectNode parameters = InternalActions.instance(application);
        parameters
                .put("accessorId", assignment.principalId())
                .put("accessorType", assignment.principalType().name())
                .put("directoryId", console.center().identityStoreId());
        console.record(request, event, parameters);
    }
}
