package dev.crossrun.saml;

import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** Throws what the parser finds, where its default would also print it. */
final class SilentErrors implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) {
        // A warning does not stop a document from being read.
    }

    @Override
    public void error(SAXParseException exception) throws SAXParseException {
        throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXParseException {
        throw exception;
    }
}
