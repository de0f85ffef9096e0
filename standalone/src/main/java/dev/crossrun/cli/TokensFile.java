package dev.crossrun.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where an API is, and the tokens of its principals; only its owner can read the file.
 *
 * @param api address of the API
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokensFile(URI api, List<Principal> principals) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public TokensFile {
        requireNonNull(api);
        principals = List.copyOf(principals);
    }

    /** Somebody that the API knows. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Principal(String name, List<String> roles, String token) {
        public Principal {
            requireNonNull(name);
            requireNonNull(token);
            roles = List.copyOf(roles);
        }

        @Override
        public String toString() {
            return name + " (" + String.join(", ", roles) + ")";
        }
    }

    /**
     * Reads a file.
     *
     * @throws Usage if it is wrong or cannot be read
     */
    public static TokensFile read(Path file) {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), TokensFile.class))
                    .orElseThrow(() -> notOne(file));
        } catch (JsonProcessingException e) {
            throw notOne(file);
        } catch (IOException e) {
            throw new Usage(file + " cannot be read");
        }
    }

    private static Usage notOne(Path file) {
        return new Usage(file + " is no tokens file: {\"api\": …, \"principals\": [{\"name\", \"roles\", \"token\"}]}");
    }

    /** Writes a file that only its owner can read; what was there is replaced. */
    public void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "tokens", ".json", ownerOnly());
            Files.write(fresh, JSON.writeValueAsBytes(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The principal of this name, in full or up to its {@code @}; without a name, the only one. */
    Principal principal(String name) {
        List<Principal> named = principals.stream()
                .filter(principal -> principal.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            named = principals.stream()
                    .filter(principal -> name.isEmpty() || principal.name().startsWith(name + "@"))
                    .toList();
        }
        if (named.size() != 1) {
            throw new Usage(wanted(name, named.isEmpty())
                    + principals.stream().map(Principal::toString).collect(Collectors.joining(", ")));
        }
        return named.get(0);
    }

    private static String wanted(String name, boolean nobody) {
        if (name.isEmpty()) {
            return "Say who you are by --as: ";
        }
        return (nobody ? "No principal is " : "More than one principal is ") + name + ": ";
    }
}
