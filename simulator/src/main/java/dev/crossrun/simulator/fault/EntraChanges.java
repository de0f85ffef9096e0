package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.SynchronizationJob;
import dev.crossrun.simulator.fault.WorldChanges.Resource;
import java.util.List;
import java.util.stream.Stream;

/** What happens to the applications of a tenant and to their provisioning jobs. */
final class EntraChanges {
    private EntraChanges() {}

    static Stream<Resource> resources(EntraTenant tenant) {
        return Stream.concat(
                tenant.applications().all().stream().map(each -> new ApplicationResource(tenant, each)),
                tenant.jobs().all().stream().map(each -> new JobResource(tenant, each)));
    }

    /** An application with its service principal. */
    private record ApplicationResource(EntraTenant tenant, EntraApplication application) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return List.of(application.id(), application.appId(), application.displayName())
                            .contains(target)
                    || tenant.principalOf(application)
                            .filter(principal -> principal.id().equals(target))
                            .isPresent();
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> tenant.delete(application);
                case REPLACE_RESOURCE -> {
                    tenant.delete(application);
                    tenant.create(application.templateId().orElseThrow(), application.displayName(), List.of());
                }
                case UNTAG_RESOURCE -> untag(fault);
                case CHANGE_RESOURCE ->
                    put(application.withIdentifierUris(List.of(fault.text().orElseThrow())));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void untag(InjectedFault fault) {
            put(application.withTags(kept(fault, application.tags())));
            tenant.principalOf(application)
                    .ifPresent(principal -> tenant.servicePrincipals()
                            .put(principal.id(), principal.withTags(kept(fault, principal.tags()))));
        }

        private static List<String> kept(InjectedFault fault, List<String> tags) {
            return tags.stream()
                    .filter(tag -> !WorldChanges.removes(fault, tag))
                    .toList();
        }

        private void put(EntraApplication changed) {
            tenant.applications().put(application.id(), changed);
        }
    }

    /** A job, also by the id of its service principal. */
    private record JobResource(EntraTenant tenant, SynchronizationJob job) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return target.equals(job.id()) || target.equals(job.servicePrincipalId());
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> tenant.jobs().remove(job.id());
                case QUARANTINE_JOB ->
                    tenant.jobs().put(job.id(), job.quarantined(fault.text().orElse("EncounteredQuarantineException")));
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
