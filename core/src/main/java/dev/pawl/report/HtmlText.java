package dev.pawl.report;

/** Text inside HTML. */
public final class HtmlText {

    private HtmlText() {}

    /** The text as the content of an element or as an attribute in quotes: nothing of it is markup. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
