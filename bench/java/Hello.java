/** The least that a program of this JVM takes. */
final class Hello {

    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello, world");
    }
}
