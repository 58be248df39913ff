// Judges PDF files by veraPDF: JudgePdf ua1|2a|... FILE...; one line a file, one for each rule that it breaks.
import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class JudgePdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        for (int at = 1; at < arguments.length; at++) {
            String name = arguments[at];
            try (FileInputStream stream = new FileInputStream(name);
                    PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println((result.isCompliant() ? "PASS\t" : "FAIL\t") + name + "\t" + result.getTotalAssertions());
                TreeMap<String, String> broken = new TreeMap<>();
                for (TestAssertion assertion : result.getTestAssertions()) {
                    if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                        broken.putIfAbsent(rule, assertion.getMessage());
                    }
                }
                broken.forEach((rule, message) -> System.out.println("RULE\t" + name + "\t" + rule + "\t" + message));
            } catch (Exception exception) {
                System.out.println("ERROR\t" + name + "\t" + exception.getClass().getSimpleName());
            }
        }
    }
}
