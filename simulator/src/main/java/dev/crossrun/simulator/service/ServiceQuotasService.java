package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Service Quotas: GetServiceQuota for the quotas of Connect that matter here, with AWS's defaults. */
public final class ServiceQuotasService extends Operations {

    private record Quota(String name, double defaultValue) {}

    static final String INSTANCES_PER_ACCOUNT = "L-AA17A6B9";
    static final String USERS_PER_INSTANCE = "L-9A46857E";

    private static final Map<String, Quota> CONNECT = Map.of(
            INSTANCES_PER_ACCOUNT, new Quota("Amazon Connect instances per account", 2),
            USERS_PER_INSTANCE, new Quota("Users per instance", 500));

    public ServiceQuotasService() {
        super("servicequotas");
        on("GetServiceQuota", ServiceQuotasService::arn, ServiceQuotasService::getServiceQuota);
    }

    private static Optional<ObjectNode> getServiceQuota(ServiceCall call) {
        Input input = Input.of(call, "IllegalArgumentException");
        String service = input.text("ServiceCode", "[a-zA-Z][a-zA-Z0-9-]{1,63}");
        String code = input.text("QuotaCode", "[a-zA-Z][a-zA-Z0-9-]{1,128}");
        Quota quota = Optional.ofNullable(CONNECT.get(code))
                .filter(known -> service.equals("connect"))
                .orElseThrow(() -> new ServiceError(
                        400,
                        "NoSuchResourceException",
                        "The request failed because the specified service or quota does not exist."));
        double value = applied(call, code, quota);
        ObjectNode output = object();
        output.putObject("Quota")
                .put("ServiceCode", service)
                .put("ServiceName", "Amazon Connect")
                .put("QuotaArn", arn(call))
                .put("QuotaCode", code)
                .put("QuotaName", quota.name())
                .put("Value", value)
                .put("Unit", "None")
                .put("Adjustable", true)
                .put("GlobalQuota", false);
        return Optional.of(output);
    }

    /** The value of a quota of Connect that holds for the caller's account in the region. */
    static double applied(ServiceCall call, String code) {
        return applied(call, code, Optional.ofNullable(CONNECT.get(code)).orElseThrow());
    }

    private static double applied(ServiceCall call, String code, Quota quota) {
        return call.world()
                .requireAccount(call.caller().accountId())
                .appliedQuota(call.region(), code)
                .orElse(quota.defaultValue());
    }

    private static String arn(ServiceCall call) {
        return "arn:aws:servicequotas:" + call.region() + ":" + call.caller().accountId() + ":"
                + call.input().path("ServiceCode").asText() + "/"
                + call.input().path("QuotaCode").asText();
    }
}
