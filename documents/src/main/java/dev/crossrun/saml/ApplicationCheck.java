package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.ApplicationMetadata;
import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.run.task.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges whether a document is the metadata of Identity Center's application, of this account and Region. */
final class ApplicationCheck {
    private static final String WANTED = "; wanted: " + DocumentKind.IDENTITY_CENTER_APPLICATION.title();

    /** The least that IAM takes of a metadata document, in characters. */
    private static final int SHORTEST = 1000;

    private final ApplicationMetadata expected;
    private final Metadata found;
    private final List<Reason> reasons = new ArrayList<>();

    ApplicationCheck(ApplicationMetadata expected, Metadata found) {
        this.expected = expected;
        this.found = found;
    }

    /** Everything that is wrong with the document itself; certificates apart. */
    List<Reason> reasons() {
        sameAsAnother().ifPresent(reasons::add);
        if (found.unreadable().isPresent()) {
            found.unreadable().ifPresent(reasons::add);
        } else if (found.kind() != DocumentKind.IDENTITY_CENTER_APPLICATION) {
            refuse("WRONG_DOCUMENT", "this is " + found.sign() + WANTED);
        } else {
            application(found.entityId().orElse(""));
        }
        return reasons;
    }

    private void application(String entityId) {
        ApplicationId.of(entityId)
                .ifPresentOrElse(
                        this::origin,
                        () -> refuse(
                                "WRONG_DOCUMENT",
                                "the entity id " + entityId
                                        + " does not tell an application: it should end in the Base64 of"
                                        + " account_ins-…"));
        if (!found.signOnUrls().contains(entityId)) {
            refuse(
                    "WRONG_ENDPOINT",
                    "no SingleSignOnService is at " + entityId + ", as in what Identity Center writes: the file was"
                            + " changed");
        }
        if (found.signature() == Metadata.Signature.BROKEN) {
            refuse(
                    "SIGNATURE",
                    "the file is signed and its content is not what was signed: it was probably reformatted by an"
                            + " editor; download it again and do not open it");
        }
        if (expected.document().bytes() < SHORTEST) {
            refuse("TOO_SHORT", "IAM takes no metadata of less than " + SHORTEST + " characters");
        }
    }

    private void origin(ApplicationId id) {
        if (!id.account().equals(expected.owner().value())) {
            refuse(
                    "WRONG_ACCOUNT",
                    "this is of the IAM Identity Center of account " + id.account() + "; wanted: that of account "
                            + expected.owner());
        }
        if (!id.region().equals(expected.region().value())) {
            refuse(
                    "WRONG_REGION",
                    "this is of the IAM Identity Center in " + id.region() + "; wanted: that in " + expected.region());
        }
    }

    private Optional<Reason> sameAsAnother() {
        return expected.others().entrySet().stream()
                .filter(other -> other.getValue().equals(expected.document().sha256()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(name -> new Reason(
                        "/file", "WRONG_DOCUMENT", "this is " + name + " of this run, byte for byte" + WANTED));
    }

    private void refuse(String code, String detail) {
        reasons.add(new Reason("/file", code, detail));
    }
}
