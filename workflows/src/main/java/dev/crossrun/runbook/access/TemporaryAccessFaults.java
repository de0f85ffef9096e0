package dev.crossrun.runbook.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Fault;
import dev.crossrun.domain.Region;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a JSON Schema cannot say about a request. */
final class TemporaryAccessFaults {
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    /** The approval and the work before it happen in its shadow. */
    private static final int MOST_GRANTS = 200;

    private TemporaryAccessFaults() {}

    static List<Fault> of(JsonNode input) {
        List<Fault> faults = new ArrayList<>();
        regions(input, faults);
        duration(input.path("duration"), faults);
        access(input.path("access"), faults);
        return faults;
    }

    private static void regions(JsonNode input, List<Fault> faults) {
        region("/identityCenter/region", input, faults);
        for (int i = 0; i < input.path("activityRegions").size(); i++) {
            region("/activityRegions/" + i, input, faults);
        }
    }

    private static void region(String pointer, JsonNode input, List<Fault> faults) {
        Region.unusable(input.at(pointer).asText()).ifPresent(why -> faults.add(new Fault(pointer, why)));
    }

    private static void duration(JsonNode duration, List<Fault> faults) {
        try {
            if (duration.isTextual() && Duration.parse(duration.asText()).compareTo(SHORTEST) < 0) {
                faults.add(new Fault("/duration", "must be at least " + SHORTEST));
            }
        } catch (DateTimeParseException e) {
            // the schema's to say
        }
    }

    private static void access(JsonNode access, List<Fault> faults) {
        if (access.isArray() && access.isEmpty()) {
            faults.add(new Fault("/access", "must name a permission set and accounts"));
        }
        Set<String> seen = new HashSet<>();
        int grants = 0;
        for (int i = 0; i < access.size(); i++) {
            JsonNode accounts = access.get(i).path("accountIds");
            if (accounts.isArray() && accounts.isEmpty()) {
                faults.add(new Fault("/access/" + i + "/accountIds", "must name an account"));
            }
            for (int j = 0; j < accounts.size(); j++) {
                grants++;
                if (!seen.add(access.get(i).path("permissionSet").asText() + " "
                        + accounts.get(j).asText())) {
                    faults.add(new Fault(
                            "/access/" + i + "/accountIds/" + j,
                            "names a permission set and an account a second time"));
                }
            }
        }
        if (grants > MOST_GRANTS) {
            faults.add(new Fault("/access", "names " + grants + " accounts in all; a run gives up to " + MOST_GRANTS));
        }
    }
}
