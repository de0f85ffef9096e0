package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.MetadataQuery;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.document.Document;
import dev.crossrun.saml.Metadata;
import dev.crossrun.saml.MetadataReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;

/** Entra's federation metadata of an application, as it is published. */
final class MetadataDownload {
    private final EntraTenants tenants;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    MetadataDownload(EntraTenants tenants) {
        this.tenants = tenants;
    }

    Document of(MetadataQuery query) {
        Application application = query.application();
        URI uri = tenants.authority(application.tenantId())
                .resolve("federationmetadata/2007-06/federationmetadata.xml?appid=" + application.appId());
        HttpResponse<byte[]> answer = get(uri);
        if (answer.statusCode() != 200) {
            throw FailureType.NOT_READY.failure("Entra answers HTTP " + answer.statusCode()
                    + " to a request for the metadata of " + application.name());
        }
        Metadata read = new MetadataReader().read(answer.body());
        if (read.certificates().stream().noneMatch(each -> thumbprint(each).equalsIgnoreCase(query.thumbprint()))) {
            throw FailureType.NOT_READY.failure(
                    "Entra's metadata of " + application.name() + " does not carry its signing certificate yet");
        }
        return Document.of("federationmetadata.xml", "application/xml", answer.body());
    }

    private HttpResponse<byte[]> get(URI uri) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw FailureType.UNAVAILABLE.failure("downloading Entra's metadata failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has its DER form, and JVMs have SHA-1", e);
        }
    }
}
