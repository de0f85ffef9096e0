package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A user name that fits both Amazon Connect (CreateUser, Username with SAML) and a SAML session (AssumeRoleWithSAML,
 * RoleSessionName): 2 to 64 of {@code A-Z a-z 0-9 _ . @ -}. Case matters.
 */
@Text(
        pattern = "[A-Za-z0-9_.@-]{2,64}",
        says = "a user name for Connect and SAML. Allowed: 2 to 64 characters: A-Z a-z 0-9 _ . @ -",
        example = "ada@example.com")
public record Username(@JsonValue String value) {
    @JsonCreator
    public Username {
        Form.require(Username.class, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
