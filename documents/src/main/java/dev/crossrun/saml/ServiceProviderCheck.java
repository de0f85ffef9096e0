package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.run.task.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges whether a document is the metadata of Identity Center as a service provider, of this Region and identity store. */
final class ServiceProviderCheck {
    private static final String WANTED = "; wanted: " + DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER.title();

    /** {@code https://REGION.signin.aws.amazon.com/platform/saml/d-…}, or on one of the newer hosts. */
    private static final Pattern ENTITY_ID = Pattern.compile(
            "https://([a-z0-9-]+)\\.(?:sso\\.)?signin\\.(?:aws\\.amazon\\.com|aws)/platform/saml/(d-[0-9a-f]{10})");

    /** A download may list the endpoints of every Region of the instance. */
    private static final Pattern CONSUMER = Pattern.compile(
            "https://[a-z0-9-]+\\.(?:sso\\.)?signin\\.(?:aws\\.amazon\\.com|aws)/platform/saml/acs/[0-9A-Za-z-]+");

    private final ServiceProviderMetadata expected;
    private final Metadata found;
    private final List<Reason> reasons = new ArrayList<>();

    ServiceProviderCheck(ServiceProviderMetadata expected, Metadata found) {
        this.expected = expected;
        this.found = found;
    }

    List<Reason> reasons() {
        if (found.unreadable().isPresent()) {
            found.unreadable().ifPresent(reasons::add);
        } else if (found.kind() != DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER) {
            refuse("WRONG_DOCUMENT", "this is " + found.sign() + WANTED);
        } else {
            entity(found.entityId().orElse(""));
            consumers();
        }
        return reasons;
    }

    private void entity(String entityId) {
        Matcher matcher = ENTITY_ID.matcher(entityId);
        if (!matcher.matches()) {
            refuse("WRONG_DOCUMENT", "the entity id " + entityId + " is not one of IAM Identity Center" + WANTED);
            return;
        }
        if (!matcher.group(1).equals(expected.region().value())) {
            refuse(
                    "WRONG_REGION",
                    "this is of the IAM Identity Center in " + matcher.group(1) + "; wanted: that in "
                            + expected.region());
        }
        if (!matcher.group(2).equals(expected.identityStoreId())) {
            refuse(
                    "WRONG_IDENTITY_STORE",
                    "this is of the identity store " + matcher.group(2) + "; wanted: " + expected.identityStoreId());
        }
    }

    private void consumers() {
        if (found.consumerUrls().isEmpty()) {
            refuse("NO_ENDPOINT", "the document has no AssertionConsumerService for HTTP-POST");
        }
        found.consumerUrls().stream()
                .filter(url -> !CONSUMER.matcher(url).matches())
                .forEach(url -> refuse("WRONG_ENDPOINT", "the ACS URL " + url + " is not one of IAM Identity Center"));
    }

    private void refuse(String code, String detail) {
        reasons.add(new Reason("/file", code, detail));
    }
}
