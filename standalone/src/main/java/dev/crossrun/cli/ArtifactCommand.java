package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code artifact}. */
@Command(name = "artifact", description = "Downloads a document of a run; without NAME, lists them.")
final class ArtifactCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "RUN")
    private String run = "";

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; else a file of that name here. - is standard output.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Override
    int call(ApiClient api) throws IOException {
        String path = runPath(run) + "/artifacts";
        if (name == null) {
            list(api.get(path));
            return 0;
        }
        ApiClient.Download document = api.download(path + "/" + ApiClient.encode(name));
        if (output != null && output.toString().equals("-")) {
            surroundings().bytes().write(document.content());
            surroundings().bytes().flush();
            return 0;
        }
        save(document, output != null ? output : surroundings().directory().resolve(bare(document.fileName())));
        return 0;
    }

    /** The name that the API gives the document, without any folder. */
    private static String bare(String fileName) {
        String bare = fileName.replaceAll("(?s).*[/\\\\]", "").replaceAll("[\\p{Cntrl}:]", "_");
        if (bare.isBlank() || bare.equals(".") || bare.equals("..")) {
            throw new Usage("The document has no usable file name: say where to by --output FILE");
        }
        return bare;
    }

    private void save(ApiClient.Download document, Path to) {
        try {
            if (force) {
                Files.write(to, document.content());
            } else {
                Files.write(to, document.content(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Usage(to + " is there already: say --force to replace it");
        } catch (IOException e) {
            throw new Usage(to + " cannot be written");
        }
        out().println(to + ": " + document.content().length + " bytes");
    }

    private void list(JsonNode artifacts) {
        Table table = new Table("NAME", "STEP", "BYTES", "SHA-256");
        artifacts
                .path("items")
                .forEach(item -> table.row(
                        item.path("name").asText(""),
                        item.path("step").asText(""),
                        item.path("bytes").asText(""),
                        item.path("sha256").asText("")));
        table.print(out());
    }
}
