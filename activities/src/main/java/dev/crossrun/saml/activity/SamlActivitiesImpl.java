package dev.crossrun.saml.activity;

import dev.crossrun.activity.SamlActivities;
import dev.crossrun.saml.SamlDocuments;
import java.time.Clock;

/** Checks SAML metadata where the run relies on it, as the API does before it sends an answer. */
public final class SamlActivitiesImpl implements SamlActivities {
    private final SamlDocuments documents;

    public SamlActivitiesImpl(Clock clock) {
        this.documents = new SamlDocuments(clock);
    }

    @Override
    public Reading readApplicationMetadata(ApplicationMetadata metadata) {
        return documents.application(metadata);
    }

    @Override
    public Reading readEntraMetadata(EntraMetadata metadata) {
        return documents.entra(metadata);
    }

    @Override
    public ServiceProviderReading readServiceProviderMetadata(ServiceProviderMetadata metadata) {
        return documents.serviceProvider(metadata);
    }
}
