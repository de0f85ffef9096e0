package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Reads quotas, and names the one that stands in the way. */
final class Quotas {
    /** Where Service Quotas has those of IAM. */
    private static final Region GLOBAL = new Region("us-east-1");

    private final AwsAccounts accounts;

    Quotas(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    int value(Place place, Quota quota) {
        ServiceQuotasClient quotas = accounts.serviceQuotas(place);
        return AwsFailures.translating(
                        "reading the quota " + quota.code() + " of " + quota.service(),
                        () -> quotas.getServiceQuota(
                                request -> request.serviceCode(quota.service()).quotaCode(quota.code())))
                .quota()
                .value()
                .intValue();
    }

    /** Makes a call that creates one more resource of IAM. */
    <T> T within(AccountId account, Quota quota, Supplier<T> call) {
        return within(new Place(account, GLOBAL), quota, call);
    }

    /** Makes a call that creates one more resource; a refusal at the quota names the quota and its value. */
    <T> T within(Place place, Quota quota, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApplicationFailure failure) {
            boolean meant = FailureType.QUOTA_EXCEEDED.name().equals(failure.getType())
                    && quota.meantBy(failure.getOriginalMessage());
            throw meant ? FailureType.fixedBy(failure, remedy(place, quota)) : failure;
        }
    }

    private String remedy(Place place, Quota quota) {
        return "Delete what is not needed, or ask AWS to raise the quota *" + quota.title() + "* (`" + quota.service()
                + "`, `" + quota.code() + "`) of account " + place.account()
                + known(place, quota).map(value -> ", which is " + value).orElse("")
                + ", at https://" + place.region() + ".console.aws.amazon.com/servicequotas/home/services/"
                + quota.service() + "/quotas/" + quota.code() + "; then try again.";
    }

    /** The failure must be reported even if the worker may not read the quota. */
    private Optional<Integer> known(Place place, Quota quota) {
        try {
            return Optional.of(value(place, quota));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
