package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.wire.RestJson.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which protocol each service speaks, by the service's name in the credential scope. */
final class Protocols {
    /** Services that are not regional: their credential scope is always us-east-1. */
    private static final Set<String> GLOBAL = Set.of("iam", "organizations");

    private static final Pattern CONNECT = Pattern.compile(
            "/(instance|search-users|(users|routing-profiles" + "|security-profiles)(-summary)?)(/[^/]+){0,2}");

    private static final Protocol UNKNOWN = new AwsJson("");

    private static final Map<String, Protocol> BY_SERVICE = Map.of(
            "organizations", new AwsJson("AWSOrganizationsV20161128."),
            "sso", new AwsJson("SWBExternalService."),
            "identitystore", new AwsJson("AWSIdentityStore."),
            "cloudtrail", new AwsJson("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."),
            "servicequotas", new AwsJson("ServiceQuotasV20190624."),
            "sts", new AwsQuery("https://sts.amazonaws.com/doc/2011-06-15/"),
            "iam", new AwsQuery("https://iam.amazonaws.com/doc/2010-05-08/"),
            "connect",
                    new RestJson(List.of(
                            new Route("GET", "/instance", "ListInstances"),
                            new Route("PUT", "/instance", "CreateInstance"),
                            new Route("GET", "/instance/{InstanceId}", "DescribeInstance"),
                            new Route("DELETE", "/instance/{InstanceId}", "DeleteInstance"),
                            new Route("POST", "/search-users", "SearchUsers"),
                            new Route("PUT", "/users/{InstanceId}", "CreateUser"),
                            new Route("GET", "/users/{InstanceId}/{UserId}", "DescribeUser"),
                            new Route("DELETE", "/users/{InstanceId}/{UserId}", "DeleteUser"),
                            new Route("GET", "/users-summary/{InstanceId}", "ListUsers"),
                            new Route("GET", "/routing-profiles-summary/{InstanceId}", "ListRoutingProfiles"),
                            new Route("GET", "/security-profiles-summary/{InstanceId}", "ListSecurityProfiles"),
                            new Route(
                                    "GET",
                                    "/security-profiles-permissions/{InstanceId}/{SecurityProfileId}",
                                    "ListSecurityProfilePermissions"))));

    private Protocols() {}

    static Protocol of(String service) {
        return BY_SERVICE.getOrDefault(service, UNKNOWN);
    }

    /** How a service that is not simulated is spoken to, as far as the request shows. */
    static Protocol ofUnknown(String service, HttpCall call) {
        if (service.equals("s3")) {
            return new AwsXmlErrors("<Error>%s</Error>");
        }
        if (service.equals("ec2")) {
            return new AwsXmlErrors("<Response><Errors><Error>%s</Error></Errors></Response>");
        }
        if (call.header("x-amz-target").isPresent()) {
            return UNKNOWN;
        }
        return isForm(call) ? new AwsQuery("https://" + service + ".amazonaws.com/doc/") : new RestJson(List.of());
    }

    /** The service that an unsigned request is for: a form by its version, a path by its route. */
    static Optional<String> unsigned(HttpCall call) {
        if (call.path().equals("/") && (isForm(call) || call.query().contains("Action="))) {
            String form = call.query() + "&" + call.text();
            if (form.contains("Version=2010-05-08")) {
                return Optional.of("iam");
            }
            return form.contains("Version=2011-06-15") ? Optional.of("sts") : Optional.empty();
        }
        return CONNECT.matcher(call.path()).matches() ? Optional.of("connect") : Optional.empty();
    }

    private static boolean isForm(HttpCall call) {
        return call.header("content-type")
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .isPresent();
    }

    static boolean isGlobal(String service) {
        return GLOBAL.contains(service);
    }
}
