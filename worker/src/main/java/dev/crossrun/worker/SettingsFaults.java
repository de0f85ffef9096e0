package dev.crossrun.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.crossrun.domain.Text;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationValidationException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.AssertTrue;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a configuration: the key, and what its value must be. A value may be a secret and is not shown. */
final class SettingsFaults {
    private SettingsFaults() {}

    /** All faults that Dropwizard found, one on each line. */
    static String of(ConfigurationException wrong) {
        if (wrong instanceof ConfigurationValidationException invalid) {
            return invalid.getConstraintViolations().stream()
                    .map(SettingsFaults::line)
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
        Throwable cause = wrong.getCause();
        if (cause instanceof JsonMappingException unfit && !(cause instanceof UnrecognizedPropertyException)) {
            String path = unfit.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            return path + ": " + what(unfit);
        }
        return cause instanceof JsonProcessingException malformed && !(cause instanceof JsonMappingException)
                ? "line " + malformed.getLocation().getLineNr() + ": this is not YAML"
                : String.join("\n", wrong.getErrors())
                        .replaceFirst("Unrecognized field at: (\\S+)", "$1: there is no such key.")
                        .strip();
    }

    /**
     * With the path in the form of the file: {@code aws.accounts.111111111111.roleArn}; a rule about several keys has theirs, and
     * one about several sections names its key itself.
     */
    private static String line(ConstraintViolation<?> violation) {
        String path = violation
                .getPropertyPath()
                .toString()
                .replace(".<map value>", "")
                .replaceAll("\\[([^]]*)]", ".$1");
        boolean ofSeveralKeys = violation.getConstraintDescriptor().getAnnotation() instanceof AssertTrue;
        String where = ofSeveralKeys ? path.substring(0, Math.max(path.lastIndexOf('.'), 0)) : path;
        return where.isEmpty() ? violation.getMessage() : where + ": " + violation.getMessage();
    }

    private static String what(JsonMappingException unfit) {
        if (unfit instanceof ValueInstantiationException && unfit.getCause() instanceof IllegalArgumentException ours) {
            return String.valueOf(ours.getMessage());
        }
        Class<?> type = unfit instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
        return "wanted: " + wanted(type);
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type != null && type.isAnnotationPresent(Text.class)) {
            return type.getAnnotation(Text.class).says();
        }
        if (type != null && type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == URI.class) {
            return "a URL such as http://127.0.0.1:4510";
        }
        if (type == Duration.class) {
            return "a duration such as PT2H";
        }
        return type != null && type.isRecord()
                ? "the keys "
                        + Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", "))
                : "a text";
    }
}
