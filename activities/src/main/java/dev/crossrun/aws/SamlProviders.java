package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.RemovableProvider;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.saml.Metadata;
import dev.crossrun.saml.MetadataReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetSamlProviderResponse;

/** IAM's SAML providers. */
final class SamlProviders {
    /** IAM takes ten million characters, which no payload carries; real documents have a few thousand. */
    private static final int LONGEST_KEPT = 200_000;

    private final AwsAccounts accounts;
    private final Quotas quotas;
    private final Roles roles;

    SamlProviders(AwsAccounts accounts, Roles roles) {
        this.accounts = accounts;
        this.quotas = new Quotas(accounts);
        this.roles = roles;
    }

    Found find(Named query) {
        return get(query.account(), query.name())
                .map(there -> Found.marked(
                        Marks.of(there.tags()), query.mark(), before(arn(query.account(), query.name()), there)))
                .orElseGet(Found::absent);
    }

    String put(IamActivities.Provider provider) {
        String metadata = text(provider);
        return Marks.put(
                thing(provider.name()),
                arn(provider.account(), provider.name()),
                () -> get(provider.account(), provider.name()),
                () -> create(provider, metadata),
                there -> update(provider, metadata, there));
    }

    private static String text(IamActivities.Provider provider) {
        try {
            return XmlText.of(provider.metadata().original());
        } catch (IllegalArgumentException e) {
            throw FailureType.INVALID_REQUEST.failure(
                    IamActivities.UNREADABLE_SAYING + ": " + e.getMessage(),
                    "Download the metadata again from the identity provider.");
        }
    }

    private boolean create(IamActivities.Provider provider, String metadata) {
        IamClient iam = accounts.iam(provider.account());
        return quotas.within(
                provider.account(),
                Quota.SAML_PROVIDERS,
                () -> AwsFailures.created(
                        "creating " + thing(provider.name()),
                        () -> iam.createSAMLProvider(request -> request.name(provider.name())
                                .samlMetadataDocument(metadata)
                                .tags(Marks.tags(provider.ownership().mark())))));
    }

    private String update(IamActivities.Provider provider, String metadata, GetSamlProviderResponse there) {
        String arn = arn(provider.account(), provider.name());
        if (metadata.equals(there.samlMetadataDocument())) {
            return arn;
        }
        Marks.requireOurs(thing(provider.name()), arn, Marks.of(there.tags()), provider.ownership());
        IamClient iam = accounts.iam(provider.account());
        AwsFailures.translating(
                "updating " + thing(provider.name()),
                () -> iam.updateSAMLProvider(
                        request -> request.samlProviderArn(arn).samlMetadataDocument(metadata)));
        return arn;
    }

    Removal remove(RemovableProvider removable, UndoPass pass) {
        Named named = removable.thing();
        Optional<GetSamlProviderResponse> there = get(named.account(), named.name());
        if (there.isEmpty()) {
            return Removal.gone();
        }
        Optional<String> mark = Marks.of(there.get().tags());
        if (!Marks.isOurs(mark, named.mark())) {
            return Removal.foreign(thing(named.name()), mark);
        }
        Sha256 metadata = Sha256.of(there.get().samlMetadataDocument());
        if (!removable.asked().isEmpty() && !removable.asked().contains(metadata)) {
            return Removal.changed(thing(named.name()), "its metadata");
        }
        List<String> trusting = trusting(removable, pass);
        if (!trusting.isEmpty()) {
            return Removal.kept(thing(named.name()) + " is trusted by " + String.join(", ", trusting));
        }
        return pass.preview() ? Removal.removed() : delete(named);
    }

    /** IAM would delete it nevertheless, and people could no longer sign in through these roles. */
    private List<String> trusting(RemovableProvider removable, UndoPass pass) {
        Named named = removable.thing();
        List<String> trusting = roles.trusting(named.account(), arn(named.account(), named.name()));
        return Roles.removed(removable.role(), pass)
                .map(role -> roles.staying(trusting, role, pass.preview(), thing(named.name())))
                .orElse(trusting);
    }

    private Removal delete(Named named) {
        IamClient iam = accounts.iam(named.account());
        return AwsFailures.removing(
                "deleting " + thing(named.name()),
                () -> iam.deleteSAMLProvider(request -> request.samlProviderArn(arn(named.account(), named.name()))));
    }

    private Optional<GetSamlProviderResponse> get(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return AwsFailures.found(
                "reading " + thing(name),
                () -> iam.getSAMLProvider(request -> request.samlProviderArn(arn(account, name))));
    }

    private static Map<String, String> before(String arn, GetSamlProviderResponse there) {
        String metadata = there.samlMetadataDocument();
        Map<String, String> before = new HashMap<>();
        before.put("arn", arn);
        before.put("metadataSha256", Sha256.of(metadata).value());
        Metadata read = new MetadataReader().read(metadata.getBytes(StandardCharsets.UTF_8));
        read.entityId().ifPresent(id -> before.put("entityId", id));
        before.put(
                "certificates",
                read.certificates().stream().map(SamlProviders::fact).collect(Collectors.joining("; ")));
        if (metadata.length() <= LONGEST_KEPT) {
            before.put("metadata", metadata);
        }
        return before;
    }

    /** Fingerprint and validity. */
    private static String fact(X509Certificate certificate) {
        try {
            return "SHA-256 " + Sha256.of(certificate.getEncoded()) + ", valid from "
                    + certificate.getNotBefore().toInstant() + " until "
                    + certificate.getNotAfter().toInstant();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read is encoded", e);
        }
    }

    private static String arn(AccountId account, String name) {
        return "arn:aws:iam::" + account + ":saml-provider/" + name;
    }

    private static String thing(String name) {
        return "the SAML provider " + name;
    }
}
