package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The permission sets of an instance (Identity Center API reference, CreatePermissionSet, DescribePermissionSet). */
final class SsoPermissionSets {
    private static final String NAME = "[\\w+=,.@-]+";
    private static final String RELAY_STATE = "[a-zA-Z0-9&$@#\\/%?=~\\-_'\"|!:,.;*+\\[\\]\\ \\(\\)\\{\\}]+";
    private static final int MOST = 2000;

    private SsoPermissionSets() {}

    static void addTo(Operations service) {
        Operations.Resource instance = call -> SsoAdminService.text(call, "InstanceArn");
        service.on("ListPermissionSets", instance, SsoPermissionSets::list);
        service.on("CreatePermissionSet", instance, SsoPermissionSets::create);
        service.on(
                "DescribePermissionSet",
                call -> SsoAdminService.text(call, "PermissionSetArn"),
                call -> described(SsoAdminService.permissionSet(call, SsoAdminService.instance(call))));
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        List<String> arns = SsoAdminService.instance(call).permissionSets().visible().stream()
                .map(PermissionSet::arn)
                .toList();
        return IdentityCenters.pagedTexts(call, "PermissionSets", arns);
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        Input input = Input.of(call, IdentityCenters.INVALID);
        String name = input.text("Name", NAME, 1, 32);
        Optional<String> relayState = input.optionalText("RelayState", 1, 240);
        relayState.ifPresent(unused -> input.text("RelayState", RELAY_STATE));
        PermissionSet set = new PermissionSet(
                center.newPermissionSetArn(),
                name,
                input.optionalText("Description", 1, 700).orElse(""),
                sessionDuration(input),
                relayState,
                call.world().now(),
                PermissionSet.Policies.NONE);
        List<PermissionSet> existing = center.permissionSets().all();
        if (existing.stream().anyMatch(other -> other.name().equals(name))) {
            throw new ServiceError(400, "ConflictException", "PermissionSet with name " + name + " already exists.");
        }
        if (existing.size() >= MOST) {
            throw IdentityCenters.quota("permission sets", MOST);
        }
        center.permissionSets().put(set.arn(), set);
        return described(set);
    }

    /** An hour unless it is said; between one and twelve hours (user guide, "Set session duration for AWS accounts"). */
    private static String sessionDuration(Input input) {
        String text = input.optionalText("SessionDuration", 1, 100).orElse("PT1H");
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(Duration.ofHours(1)) >= 0 && duration.compareTo(Duration.ofHours(12)) <= 0) {
                return text;
            }
        } catch (DateTimeParseException e) {
            throw input.invalid("SessionDuration", text, "Member must be a duration of ISO 8601");
        }
        throw input.invalid("SessionDuration", text, "Member must be between PT1H and PT12H");
    }

    private static Optional<ObjectNode> described(PermissionSet set) {
        ObjectNode output = Operations.object();
        ObjectNode node = output.putObject("PermissionSet")
                .put("Name", set.name())
                .put("PermissionSetArn", set.arn())
                .put("CreatedDate", (double) set.createdDate().getEpochSecond())
                .put("SessionDuration", set.sessionDuration());
        if (!set.description().isEmpty()) {
            node.put("Description", set.description());
        }
        set.relayState().ifPresent(relayState -> node.put("RelayState", relayState));
        return Optional.of(output);
    }
}
