package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.Reason;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads SAML metadata: no calls, only parsing that must not run in a workflow. */
@ActivityInterface(namePrefix = "Saml_")
public interface SamlActivities {
    /**
     * Reads what was uploaded as the metadata of Identity Center's application and judges whether it is. What is wrong is
     * in the answer's reasons, all of it; never an exception.
     */
    Reading readApplicationMetadata(ApplicationMetadata metadata);

    /**
     * Reads what was uploaded as Identity Center's metadata as a service provider and judges whether it is, as {@link
     * #readApplicationMetadata} does.
     */
    ServiceProviderReading readServiceProviderMetadata(ServiceProviderMetadata metadata);

    /** Reads Entra's metadata of an application and judges whether it is, of this tenant, with usable certificates. */
    Reading readEntraMetadata(EntraMetadata metadata);

    /** What to expect: Identity Center in this Region, with this identity store. */
    record ServiceProviderMetadata(Document document, Region region, String identityStoreId) {
        /** What to expect, as the data of a task. */
        public static DocumentCheck check(Region region, String identityStoreId) {
            return new DocumentCheck(
                    DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER.name(),
                    Map.of("region", region.value(), "identityStoreId", identityStoreId));
        }

        /** The document, with what a task's check expects of it. */
        public static ServiceProviderMetadata of(Document document, DocumentCheck check) {
            return new ServiceProviderMetadata(
                    document, new Region(check.require("region")), check.require("identityStoreId"));
        }
    }

    /** What a document of a service provider is. {@code consumerUrls}: where it wants responses. */
    record ServiceProviderReading(
            DocumentKind kind, List<Reason> reasons, Optional<String> entityId, List<String> consumerUrls) {
        public ServiceProviderReading {
            reasons = List.copyOf(reasons);
            consumerUrls = List.copyOf(consumerUrls);
        }
    }

    /** What to expect: issued by this tenant. */
    record EntraMetadata(Document document, String tenantId) {}

    /**
     * What to expect: issued by Identity Center of this account and Region.
     *
     * @param others SHA-256 of documents of this run that are something else
     */
    record ApplicationMetadata(Document document, AccountId owner, Region region, Map<String, Sha256> others) {
        private static final String OTHER = "other:";

        public ApplicationMetadata {
            others = Map.copyOf(others);
        }

        /** What to expect, as the data of a task. */
        public static DocumentCheck check(AccountId owner, Region region, Map<String, Sha256> others) {
            Map<String, String> expected =
                    new HashMap<>(Map.of("ownerAccount", owner.value(), "region", region.value()));
            others.forEach((name, sha256) -> expected.put(OTHER + name, sha256.value()));
            return new DocumentCheck(DocumentKind.IDENTITY_CENTER_APPLICATION.name(), expected);
        }

        /** The document, with what a task's check expects of it. */
        public static ApplicationMetadata of(Document document, DocumentCheck check) {
            return new ApplicationMetadata(
                    document,
                    new AccountId(check.require("ownerAccount")),
                    new Region(check.require("region")),
                    check.expected().entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(OTHER))
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey().substring(OTHER.length()),
                                    entry -> new Sha256(entry.getValue()))));
        }
    }

    /**
     * What a document is.
     *
     * @param reasons why it does not serve; empty if it does
     * @param warnings what the person should know though it serves
     * @param applicationInstance {@code ins-…}, from the entity id
     */
    record Reading(
            DocumentKind kind,
            List<Reason> reasons,
            List<String> warnings,
            Optional<String> entityId,
            Optional<String> applicationInstance,
            List<Certificate> certificates) {
        public Reading {
            reasons = List.copyOf(reasons);
            warnings = List.copyOf(warnings);
            certificates = List.copyOf(certificates);
        }
    }

    /** A signing certificate. {@code subject} in RFC 2253, {@code sha256} of its DER form. */
    record Certificate(String subject, Instant notBefore, Instant notAfter, int keyBits, Sha256 sha256) {}

    /** The documents that travel in a federation and get mixed up. */
    enum DocumentKind {
        ENTRA_APPLICATION("Entra's metadata of an application"),
        ENTRA_TENANT("Entra's metadata of the whole tenant, not of an application"),
        IDENTITY_CENTER_SERVICE_PROVIDER("IAM Identity Center's own metadata as a service provider"),
        IDENTITY_CENTER_APPLICATION("IAM Identity Center's metadata of an application"),
        AWS_SIGN_IN("the metadata of AWS sign-in as a service provider"),
        OTHER_IDENTITY_PROVIDER("the metadata of another identity provider"),
        OTHER_SERVICE_PROVIDER("the metadata of another service provider"),
        NOT_SAML("no SAML metadata");

        private final String title;

        DocumentKind(String title) {
            this.title = title;
        }

        /** What it is, as a noun phrase. */
        public String title() {
            return title;
        }
    }
}
