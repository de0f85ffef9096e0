package dev.crossrun.aws;

import java.util.Locale;

/** Quotas that a run may meet, by their codes in Service Quotas. */
enum Quota {
    CONNECT_INSTANCES("connect", "L-AA17A6B9", "Amazon Connect instances per account", ""),
    CONNECT_USERS("connect", "L-9A46857E", "Users per instance", ""),
    ROLES("iam", "L-FE177D64", "Roles per account", "RolesPerAccount"),
    POLICIES_OF_ROLE("iam", "L-0DA4ABF3", "Managed policies per role", "PoliciesPerRole"),
    POLICIES("iam", "L-E95E4862", "Customer managed policies per account", "PoliciesPerAccount"),
    SAML_PROVIDERS("iam", "L-DB618D39", "SAML providers per account", "SAMLProvidersPerAccount");

    private final String service;
    private final String code;
    private final String title;
    private final String named;

    /** {@code named}: how IAM's message names it, since one call can exceed several quotas. */
    Quota(String service, String code, String title, String named) {
        this.service = service;
        this.code = code;
        this.title = title;
        this.named = named;
    }

    String service() {
        return service;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    /** Whether a message about a quota is about this one. */
    boolean meantBy(String message) {
        return message.toLowerCase(Locale.ROOT).contains(named.toLowerCase(Locale.ROOT))
                && !message.contains("excessive number");
    }
}
