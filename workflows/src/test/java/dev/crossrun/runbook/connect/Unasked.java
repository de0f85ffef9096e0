package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.util.List;

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
        public List<Found> findAccountAssignments(List<AccountAssignment> wanted) {
            throw unasked();
        }

        @Override
        public List<ItemResult> createAccountAssignments(List<AccountAssignment> wanted) {
            throw unasked();
        }

        @Override
        public List<Removal> removeAccountAssignments(List<AccountAssignment> removable, UndoPass pass) {
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
        public Profiles findProfiles(ProfileQuery query) {
            throw unasked();
        }

        @Override
        public List<ItemResult> createUsers(NewUsers users) {
            throw unasked();
        }

        @Override
        public List<Removal> removeUsers(List<RemovableUser> users, UndoPass pass) {
            throw unasked();
        }

        @Override
        public List<Removal> removeInstances(List<RemovableInstance> instances, UndoPass pass) {
            throw unasked();
        }
    }

    abstract static class CloudTrail implements CloudTrailActivities {
        @Override
        public List<TrailEvent> sourceChanges(SourceChanges query) {
            throw unasked();
        }

        @Override
        public List<Removal> sourceChangesStay(List<SourceChanges> changes, UndoPass pass) {
            throw unasked();
        }

        @Override
        public List<TrailEvent> awaitSourceChange(SourceChanges query) {
            throw unasked();
        }

        @Override
        public Actions actionsOf(UserActions query) {
            throw unasked();
        }
    }

    abstract static class Saml implements SamlActivities {
        @Override
        public ServiceProviderReading readServiceProviderMetadata(ServiceProviderMetadata metadata) {
            throw unasked();
        }

        @Override
        public Reading readEntraMetadata(EntraMetadata metadata) {
            throw unasked();
        }
    }
}
