package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.EntraMetadata;
import dev.crossrun.run.task.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges whether a document is Entra's metadata of an application, of this tenant. */
final class EntraCheck {
    private static final String WANTED = "; wanted: " + DocumentKind.ENTRA_APPLICATION.title();

    private final EntraMetadata expected;
    private final Metadata found;
    private final List<Reason> reasons = new ArrayList<>();

    EntraCheck(EntraMetadata expected, Metadata found) {
        this.expected = expected;
        this.found = found;
    }

    List<Reason> reasons() {
        if (found.unreadable().isPresent()) {
            found.unreadable().ifPresent(reasons::add);
        } else if (found.kind() != DocumentKind.ENTRA_APPLICATION) {
            refuse("WRONG_DOCUMENT", "this is " + found.sign() + WANTED);
        } else {
            String entityId = found.entityId().orElse("");
            if (!entityId.toLowerCase(Locale.ROOT)
                    .contains("/" + expected.tenantId().toLowerCase(Locale.ROOT) + "/")) {
                refuse("WRONG_TENANT", "this is of " + entityId + "; wanted: tenant " + expected.tenantId());
            }
            if (found.signOnUrls().isEmpty()) {
                refuse("WRONG_ENDPOINT", "the document has no SingleSignOnService");
            }
            if (found.signature() == Metadata.Signature.BROKEN) {
                refuse("SIGNATURE", "the content of the document is not what was signed");
            }
        }
        return reasons;
    }

    private void refuse(String code, String detail) {
        reasons.add(new Reason("/file", code, detail));
    }
}
