package dev.crossrun.entra;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the worker signs in to a tenant: exactly one of a client secret, a certificate, a managed identity and a workload
 * identity.
 *
 * @param clientId of the worker's application; a managed identity may do without
 * @param certificate a PEM or PFX file with certificate and private key
 * @param managedIdentity that of the machine
 * @param workloadIdentity that of the pod, by the {@code AZURE_*} environment
 */
public record TenantCredentials(
        Optional<String> clientId,
        Optional<String> clientSecret,
        Optional<Path> certificate,
        boolean managedIdentity,
        boolean workloadIdentity) {
    private static final String WAYS =
            "one of clientSecret, certificate, managedIdentity: true and workloadIdentity: true";
    static final String MISSING = "is missing: " + WAYS;

    @AssertTrue(message = "wanted: " + WAYS)
    boolean isOneWay() {
        return Stream.of(clientSecret.isPresent(), certificate.isPresent(), managedIdentity, workloadIdentity)
                        .filter(Boolean::booleanValue)
                        .count()
                == 1;
    }

    @AssertTrue(message = "clientId is missing: the worker's application in the tenant")
    boolean isOfAnApplication() {
        return clientId.isPresent() || managedIdentity;
    }

    /** By a client secret. */
    public static TenantCredentials secret(String clientId, String clientSecret) {
        return new TenantCredentials(Optional.of(clientId), Optional.of(clientSecret), Optional.empty(), false, false);
    }

    TokenCredential credential(String tenantId, Optional<URI> authority) {
        if (managedIdentity) {
            ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder();
            clientId.ifPresent(builder::clientId);
            return builder.build();
        }
        String client = clientId.orElseThrow();
        if (workloadIdentity) {
            return new WorkloadIdentityCredentialBuilder()
                    .tenantId(tenantId)
                    .clientId(client)
                    .build();
        }
        if (certificate.isPresent()) {
            ClientCertificateCredentialBuilder builder =
                    new ClientCertificateCredentialBuilder().tenantId(tenantId).clientId(client);
            String file = certificate.get().toString();
            authority.ifPresent(host -> builder.authorityHost(host.toString()).disableInstanceDiscovery());
            return (file.endsWith(".pem") ? builder.pemCertificate(file) : builder.pfxCertificate(file)).build();
        }
        ClientSecretCredentialBuilder builder = new ClientSecretCredentialBuilder()
                .tenantId(tenantId)
                .clientId(client)
                .clientSecret(clientSecret.orElseThrow());
        // Discovery asks Microsoft whether it knows the authority, which of one that is set by hand it does not.
        authority.ifPresent(host -> builder.authorityHost(host.toString()).disableInstanceDiscovery());
        return builder.build();
    }

    @Override
    public String toString() {
        return "TenantCredentials[" + clientId.orElse("") + "]";
    }
}
