package dev.crossrun.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as the distribution's jar has it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("not packaged");
        return new String[] {"crossrun " + version};
    }
}
