package dev.crossrun.desk.page;

/** A whole page: the layout is put around it. */
public interface FullPage extends View {
    Frame frame();
}
