package dev.crossrun.simulator.console;

import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import dev.crossrun.simulator.world.SamlApplication.Configuration;
import java.util.List;
import java.util.Optional;

/**
 * What "Add application" offers: the Amazon Connect tile of the catalog, and a custom SAML 2.0 application. The id of
 * the catalog tile's provider is an assumption; no public document has it.
 */
enum CatalogApplication {
    AMAZON_CONNECT(
            "Amazon Connect",
            "arn:aws:sso::aws:applicationProvider/app-872d35937b9c1ed9",
            "https://signin.aws.amazon.com/saml",
            "urn:amazon:webservices"),
    CUSTOM("Custom SAML 2.0 application", "arn:aws:sso::aws:applicationProvider/custom-saml", "", "");

    private final String title;
    private final String providerArn;
    private final String acsUrl;
    private final String audience;

    CatalogApplication(String title, String providerArn, String acsUrl, String audience) {
        this.title = title;
        this.providerArn = providerArn;
        this.acsUrl = acsUrl;
        this.audience = audience;
    }

    static CatalogApplication of(String catalog) {
        return switch (catalog) {
            case "Amazon Connect" -> AMAZON_CONNECT;
            case "custom" -> CUSTOM;
            default -> throw ConsoleException.invalid("The catalog has Amazon Connect, and custom");
        };
    }

    String title() {
        return title;
    }

    String providerArn() {
        return providerArn;
    }

    Configuration presets() {
        return new Configuration(acsUrl, audience, Optional.empty(), Optional.empty(), "PT1H");
    }

    List<AttributeMapping> presetMappings() {
        return List.of(new AttributeMapping("Subject", "${user:subject}", "persistent"));
    }
}
