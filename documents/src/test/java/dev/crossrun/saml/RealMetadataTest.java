package dev.crossrun.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real documents, which are others' and so are not in this repository: looked for beside it. */
class RealMetadataTest {
    private final MetadataReader reader = new MetadataReader();

    @Test
    void recognisesEntrasMetadataAndFindsItsSignatureValid() throws IOException {
        Metadata metadata = reader.read(sample("entra-app-federationmetadata.xml"));

        assertThat(metadata.kind()).isEqualTo(DocumentKind.ENTRA_APPLICATION);
        assertThat(metadata.signature()).isEqualTo(Metadata.Signature.VALID);
        assertThat(metadata.certificates()).hasSize(2);
    }

    @Test
    void tellsThatASignedDocumentWasReformatted() throws IOException {
        String real = new String(sample("entra-app-federationmetadata.xml"), StandardCharsets.UTF_8);
        byte[] reformatted = real.replace("><", ">\n<").getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(reformatted).signature()).isEqualTo(Metadata.Signature.BROKEN);
    }

    @Test
    void recognisesIdentityCentersMetadataOfAnApplication() throws IOException {
        Metadata metadata = reader.read(sample("identity-center-app-metadata.xml"));

        assertThat(metadata.kind()).isEqualTo(DocumentKind.IDENTITY_CENTER_APPLICATION);
        assertThat(metadata.entityId().flatMap(ApplicationId::of))
                .contains(new ApplicationId("ap-south-1", "767398039045", "ins-6595ba635cb8e6c1"));
        assertThat(metadata.signOnUrls()).contains(metadata.entityId().orElseThrow());
    }

    @Test
    void recognisesIdentityCenterAsAServiceProvider() throws IOException {
        assertThat(reader.read(sample("identity-center-sp-metadata.xml")).kind())
                .isEqualTo(DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER);
    }

    private static byte[] sample(String name) throws IOException {
        Optional<Path> found = Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
                .map(dir -> dir.resolve("shared/samples").resolve(name))
                .filter(Files::exists)
                .findFirst();
        assumeThat(found).isPresent();
        return Files.readAllBytes(found.orElseThrow());
    }
}
