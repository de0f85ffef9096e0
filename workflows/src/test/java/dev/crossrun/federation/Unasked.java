package dev.crossrun.federation;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls that a run makes neither for an existing instance nor where Entra is the identity source already. */
final class Unasked {
    private Unasked() {}

    private static AssertionError unasked() {
        return new AssertionError("nobody asked for this");
    }

    abstract static class IdentityCenter implements IdentityCenterActivities {
        @Override
        public Principals awaitArrival(PrincipalQuery query) {
            throw unasked();
        }

        @Override
        public List<PermissionSet> findPermissionSets(PermissionSetQuery query) {
            throw unasked();
        }

        @Override
        public Snapshot snapshotAssignments(IdentityCenterActivities.Instance instance) {
            throw unasked();
        }

        @Override
        public Found planAccountAssignment(AccountAssignment assignment) {
            throw unasked();
        }

        @Override
        public Found findAccountAssignment(AccountAssignment assignment) {
            throw unasked();
        }

        @Override
        public Optional<String> createAccountAssignment(AccountAssignment assignment) {
            throw unasked();
        }

        @Override
        public void awaitAccountAssignment(AssignmentRequest request) {
            throw unasked();
        }

        @Override
        public Removal removeAccountAssignment(RemovableAccountAssignment assignment) {
            throw unasked();
        }
    }

    abstract static class Connect implements ConnectActivities {
        @Override
        public Limits readLimits(Alias alias) {
            throw unasked();
        }

        @Override
        public Found findInstance(Alias alias) {
            throw unasked();
        }

        @Override
        public InstanceId putInstance(NewInstance instance) {
            throw unasked();
        }

        @Override
        public ConnectActivities.Instance awaitInstance(InstanceKey key) {
            throw unasked();
        }

        @Override
        public Profiles planProfiles(InstanceKey key) {
            throw unasked();
        }

        @Override
        public Profiles findProfiles(InstanceKey key) {
            throw unasked();
        }

        @Override
        public Users presentUsers(UserQuery query) {
            throw unasked();
        }

        @Override
        public List<Username> createUsers(NewUsers users) {
            throw unasked();
        }

        @Override
        public Map<String, Removal> removeUsers(RemovableUsers users) {
            throw unasked();
        }

        @Override
        public Removal removeInstance(RemovableInstance instance) {
            throw unasked();
        }
    }

    abstract static class CloudTrail implements CloudTrailActivities {
        @Override
        public List<TrailEvent> sourceChanges(SourceChanges query) {
            throw unasked();
        }

        @Override
        public List<TrailEvent> awaitSourceChange(SourceChanges query) {
            throw unasked();
        }
    }

    abstract static class Saml implements SamlActivities {
        @Override
        public ServiceProviderReading readServiceProviderMetadata(ServiceProviderMetadata metadata) {
            throw unasked();
        }

        @Override
        public ServiceProviderReading rereadServiceProviderMetadata(ServiceProviderMetadata metadata) {
            throw unasked();
        }

        @Override
        public Reading readEntraMetadata(EntraMetadata metadata) {
            throw unasked();
        }
    }
}
