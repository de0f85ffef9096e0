package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import java.security.cert.X509Certificate;
import java.util.List;

/** Tells the documents that get mixed up apart, by what real ones look like. */
final class Recognition {
    private Recognition() {}

    static DocumentKind of(
            String entityId, boolean identityProvider, boolean serviceProvider, List<X509Certificate> certificates) {
        if (identityProvider) {
            return identityProvider(entityId, certificates);
        }
        return serviceProvider ? serviceProvider(entityId) : DocumentKind.NOT_SAML;
    }

    private static DocumentKind identityProvider(String entityId, List<X509Certificate> certificates) {
        if (entityId.startsWith("https://portal.sso.") && entityId.contains("/saml/assertion/")) {
            return DocumentKind.IDENTITY_CENTER_APPLICATION;
        }
        if (entityId.startsWith("https://sts.windows.net/") || entityId.startsWith("https://login.microsoftonline.")) {
            return entityId.contains("{tenantid}") || certificates.stream().anyMatch(Recognition::ofTenant)
                    ? DocumentKind.ENTRA_TENANT
                    : DocumentKind.ENTRA_APPLICATION;
        }
        return DocumentKind.OTHER_IDENTITY_PROVIDER;
    }

    /** The whole tenant's document has the right entity id and a valid signature: its certificates alone give it away. */
    private static boolean ofTenant(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.contains("CN=accounts.accesscontrol.windows.net")
                || subject.contains("CN=login.microsoftonline.");
    }

    private static DocumentKind serviceProvider(String entityId) {
        if (entityId.contains("/platform/saml/d-")) {
            return DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER;
        }
        if (entityId.equals("urn:amazon:webservices") || entityId.startsWith("https://signin.aws.amazon.com/saml")) {
            return DocumentKind.AWS_SIGN_IN;
        }
        return DocumentKind.OTHER_SERVICE_PROVIDER;
    }
}
