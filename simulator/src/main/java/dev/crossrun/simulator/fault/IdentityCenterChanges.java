package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.fault.WorldChanges.Deletable;
import dev.crossrun.simulator.fault.WorldChanges.Resource;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.iam.PolicyParser;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.Assignment;
import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import dev.crossrun.simulator.world.SamlApplication.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens to people, applications and assignments of Identity Center, as in its console. */
final class IdentityCenterChanges {
    private IdentityCenterChanges() {}

    static Stream<Resource> resources(IdentityCenter center) {
        Stream<Resource> users = center.users().all().stream()
                .map(each -> new Deletable(
                        List.of(each.id(), each.userName()),
                        () -> center.users().remove(each.id())));
        Stream<Resource> groups = center.groups().all().stream()
                .map(each -> new Deletable(
                        List.of(each.id(), each.displayName()),
                        () -> center.groups().remove(each.id())));
        Stream<Resource> applications =
                center.applications().all().stream().map(each -> new ApplicationResource(center, each));
        Stream<Resource> sets =
                center.permissionSets().all().stream().map(each -> new PermissionSetResource(center, each));
        return Stream.of(applications, users, groups, sets, assigned(center), access(center))
                .flatMap(each -> each);
    }

    /** Who may open an application: {@code Amazon Connect/Contact Center Agents}. */
    private static Stream<Resource> assigned(IdentityCenter center) {
        return center.applications().all().stream()
                .flatMap(application -> application.assignments().stream()
                        .map(assignment -> new Deletable(
                                List.of(application.displayName() + "/"
                                        + name(center, assignment.principalType(), assignment.principalId())),
                                () -> unassign(center, application, assignment))));
    }

    private static void unassign(IdentityCenter center, SamlApplication application, Assignment assignment) {
        center.applications().put(application.arn(), application.unassign(assignment));
    }

    /** Who may enter an account: {@code 222222222222/ConnectAdministrator/Contact Center Admins}. */
    private static Stream<Resource> access(IdentityCenter center) {
        return center.accountAccess().assignments().stream()
                .map(assignment -> new Deletable(
                        List.of(name(center, assignment)),
                        () -> center.accountAccess().delete(assignment)));
    }

    private static String name(IdentityCenter center, AccountAssignment assignment) {
        String set = center.permissionSets()
                .latest(assignment.permissionSetArn())
                .map(PermissionSet::name)
                .orElse(assignment.permissionSetArn());
        return assignment.accountId() + "/" + set + "/"
                + name(center, assignment.principalType(), assignment.principalId());
    }

    private static String name(IdentityCenter center, PrincipalType type, String id) {
        return (type == PrincipalType.USER
                        ? center.users().latest(id).map(DirectoryUser::userName)
                        : center.groups().latest(id).map(DirectoryGroup::displayName))
                .orElse(id);
    }

    /** A permission set: a change of it is another inline policy, which nobody has provisioned. */
    private record PermissionSetResource(IdentityCenter center, PermissionSet set) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return List.of(set.arn(), set.name()).contains(target);
        }

        @Override
        public void check(InjectedFault fault) {
            if (fault.kind() == Kind.CHANGE_RESOURCE) {
                document(fault);
            }
        }

        @Override
        public boolean change(InjectedFault fault) {
            if (fault.kind() != Kind.CHANGE_RESOURCE) {
                return false;
            }
            center.permissionSets()
                    .put(set.arn(), set.withPolicies(set.policies().withInline(Optional.of(document(fault)))));
            return true;
        }

        private static String document(InjectedFault fault) {
            String text = fault.text().orElseThrow();
            try {
                PolicyParser.identityPolicy(text);
            } catch (MalformedPolicyException e) {
                throw new IllegalArgumentException("text is not a policy: " + e.getMessage(), e);
            }
            return text;
        }
    }

    /** An application: a change of it is {@code NAME=VALUE}, a field of its configuration or a row of its mappings. */
    private record ApplicationResource(IdentityCenter center, SamlApplication application) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return List.of(application.arn(), application.instanceId(), application.displayName())
                    .contains(target);
        }

        @Override
        public void check(InjectedFault fault) {
            if (fault.kind() == Kind.CHANGE_RESOURCE) {
                changed(fault.text().orElseThrow());
            }
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> center.applications().remove(application.arn());
                case CHANGE_RESOURCE ->
                    center.applications()
                            .put(application.arn(), changed(fault.text().orElseThrow()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private SamlApplication changed(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("text for an application is like relayState=https://…");
            }
            String name = text.substring(0, equals);
            String value = text.substring(equals + 1);
            Configuration now = application.configuration();
            Optional<String> given = Optional.of(value).filter(each -> !each.isEmpty());
            return switch (name) {
                case "relayState" -> configured(now.acsUrl(), now.audience(), given);
                case "acsUrl" -> configured(value, now.audience(), now.relayState());
                case "audience" -> configured(now.acsUrl(), value, now.relayState());
                default -> application.withAttributeMappings(mapped(name, given));
            };
        }

        private SamlApplication configured(String acsUrl, String audience, Optional<String> relayState) {
            Configuration now = application.configuration();
            return application.withConfiguration(
                    new Configuration(acsUrl, audience, now.startUrl(), relayState, now.sessionDuration()));
        }

        /** An attribute that is not there becomes a new row, one without a value loses its own. */
        private List<AttributeMapping> mapped(String attribute, Optional<String> value) {
            List<AttributeMapping> rows = new ArrayList<>();
            String format = "unspecified";
            for (AttributeMapping row : application.attributeMappings()) {
                if (row.attribute().equals(attribute)) {
                    format = row.format();
                } else {
                    rows.add(row);
                }
            }
            if (value.isPresent()) {
                rows.add(new AttributeMapping(attribute, value.get(), format));
            }
            return rows;
        }
    }
}
