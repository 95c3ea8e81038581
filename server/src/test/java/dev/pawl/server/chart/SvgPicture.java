package dev.pawl.server.chart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A picture as a browser would read it. */
record SvgPicture(Document document) {

    static SvgPicture of(byte[] svg) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return new SvgPicture(factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)));
    }

    Element root() {
        return document.getDocumentElement();
    }

    int count(String element) {
        return document.getElementsByTagName(element).getLength();
    }

    /** Filled shapes with a round edge: Batik writes an ellipse as a path of curves. */
    int dots() {
        return paths(path -> path.getAttribute("d").contains(" C")
                        && !path.getAttribute("fill").equals("none"))
                .size();
    }

    /** Outlines of closed shapes with straight edges. */
    int boxes() {
        return paths(path -> !path.getAttribute("d").contains(" C")
                        && path.getAttribute("d").endsWith("Z")
                        && path.getAttribute("fill").equals("none"))
                .size();
    }

    List<Element> paths(Predicate<Element> which) {
        NodeList all = document.getElementsByTagName("path");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(which)
                .toList();
    }

    boolean shows(String text) {
        NodeList texts = document.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++)
            if (texts.item(i).getTextContent().contains(text)) return true;
        return false;
    }

    String spoken() {
        return document.getElementsByTagName("title").item(0).getTextContent();
    }
}
