package dev.crossrun.simulator.saml;

/** IAM's refusal of a SAML metadata document, with IAM's error code and its words. */
public final class InvalidMetadataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    InvalidMetadataException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** {@code InvalidInput} for what the document says, {@code ValidationError} for its length. */
    public String code() {
        return code;
    }

    /** The refusal's text; never absent. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
