// Judges e-books by EPUBCheck, many in one virtual machine: JudgeEpub FILE...; one line for each message.
import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;

public class JudgeEpub {
    static final class Lines extends MasterReport {
        private final String name;

        Lines(String name) {
            this.name = name;
        }

        @Override
        public void message(Message message, EPUBLocation location, Object... values) {
            String where = location.getPath() + ":" + location.getLine();
            System.out.println(message.getSeverity() + "\t" + name + "\t" + message.getID() + "\t" + where + "\t"
                    + message.getMessage(values).replace('\n', ' '));
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {}

        @Override
        public int generate() {
            return 0;
        }

        @Override
        public void initialize() {}
    }

    public static void main(String[] arguments) {
        for (String name : arguments) {
            new EpubCheck(new File(name), new Lines(name)).doValidate();
            System.out.println("DONE\t" + name);
        }
    }
}
