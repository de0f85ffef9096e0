package dev.crossrun.federation;

import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.run.document.Document;

/** The accepted metadata of Identity Center's application, and the application that it is of. */
record ApplicationMetadata(Document document, Reading reading, String applicationArn, String applicationName) {
    /** Its name among the run's artifacts. */
    static final String ARTIFACT = "identity-center-application-metadata.xml";

    /** {@code ins-…}: accepted metadata always has it. */
    String applicationInstance() {
        return reading.applicationInstance().orElseThrow();
    }
}
