package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.Limits;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.run.Found;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.DirectoryType;
import software.amazon.awssdk.services.connect.model.Instance;
import software.amazon.awssdk.services.connect.model.InstanceStatus;
import software.amazon.awssdk.services.connect.model.InstanceSummary;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Connect instances: found by alias and tag, made with a client token. */
final class ConnectInstances {
    private static final String INSTANCES_PER_ACCOUNT = "L-AA17A6B9";
    private static final String USERS_PER_INSTANCE = "L-9A46857E";

    private final AwsAccounts accounts;

    ConnectInstances(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    Instance describe(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        return AwsFailures.translating(
                "reading Connect instance " + key.id(),
                () -> connect.describeInstance(
                                request -> request.instanceId(key.id().value()))
                        .instance());
    }

    Limits limits(Alias alias) {
        return new Limits(
                all(alias.place()).size(),
                quota(alias.place(), INSTANCES_PER_ACCOUNT),
                quota(alias.place(), USERS_PER_INSTANCE),
                find(alias));
    }

    private int quota(Place place, String code) {
        ServiceQuotasClient quotas = accounts.serviceQuotas(place);
        return AwsFailures.translating(
                        "reading the quota " + code + " of Connect",
                        () -> quotas.getServiceQuota(
                                request -> request.serviceCode("connect").quotaCode(code)))
                .quota()
                .value()
                .intValue();
    }

    Found find(Alias alias) {
        return existing(alias)
                .map(there -> Found.marked(
                        Marks.of(there.tags()), alias.mark(), Map.of("id", there.id(), "arn", there.arn())))
                .orElseGet(Found::absent);
    }

    InstanceId put(NewInstance wanted) {
        Optional<Instance> there = existing(wanted.alias());
        if (there.isPresent()) {
            if (there.get().instanceStatus() != InstanceStatus.CREATION_FAILED) {
                return new InstanceId(there.get().id());
            }
            clear(wanted.alias(), there.get());
        }
        ConnectClient connect = accounts.connect(wanted.alias().place());
        return new InstanceId(AwsFailures.translating(
                        "creating the Connect instance " + wanted.alias().alias(),
                        () -> connect.createInstance(
                                request -> request.instanceAlias(wanted.alias().alias())
                                        .identityManagementType(DirectoryType.SAML)
                                        .inboundCallsEnabled(wanted.inboundCalls())
                                        .outboundCallsEnabled(wanted.outboundCalls())
                                        .clientToken(wanted.clientToken())
                                        .tags(Marks.map(wanted.alias().mark()))))
                .id());
    }

    /** A creation that failed keeps the alias for a day, unless it is deleted. Only our own is. */
    private void clear(Alias alias, Instance failed) {
        if (!Marks.of(failed.tags()).equals(Optional.of(alias.mark()))) {
            throw FailureType.CONFLICT.failure("the Connect instance " + alias.alias()
                    + " is there already, its creation failed, and it does not bear this run's mark: delete it");
        }
        ConnectClient connect = accounts.connect(alias.place());
        AwsFailures.translating(
                "deleting the Connect instance " + failed.id() + " whose creation failed",
                () -> connect.deleteInstance(request -> request.instanceId(failed.id())));
        throw FailureType.NOT_READY.failure("the instance whose creation failed is being deleted");
    }

    private Optional<Instance> existing(Alias alias) {
        return all(alias.place()).stream()
                .filter(summary -> alias.alias().equals(summary.instanceAlias()))
                .findFirst()
                .map(summary -> describe(new InstanceKey(alias.place(), new InstanceId(summary.id()))));
    }

    private List<InstanceSummary> all(Place place) {
        ConnectClient connect = accounts.connect(place);
        return AwsFailures.translating(
                "listing the Connect instances in " + place.region(),
                () -> connect.listInstancesPaginator(request -> request.maxResults(10)).instanceSummaryList().stream()
                        .toList());
    }
}
