package dev.pawl.server.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Run;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunsByTime;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.StoredMeasurement;
import dev.pawl.wire.MeasurementCsv;
import dev.pawl.wire.QueryText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line for each measurement, with the columns of {@link MeasurementCsv}. Values are in base units. */
final class CsvExport implements RunExport {

    @Override
    public String contentType() {
        return "text/csv; charset=utf-8";
    }

    @Override
    public String beginning() {
        return String.join(",", MeasurementCsv.COLUMNS) + "\n";
    }

    @Override
    public byte[] run(StoreView view, ProjectRow project, RunsByTime.Selection selection, RunsByTime.Dated dated) {
        StringWriter lines = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(lines)) {
            for (StoredMeasurement stored : RunExport.measurements(view, project, dated))
                csv.writeRecord(line(dated, stored));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** In the order of the columns. */
    private static List<String> line(RunsByTime.Dated dated, StoredMeasurement stored) {
        Run run = dated.row().run();
        Benchmark benchmark = stored.benchmark();
        Measurement measurement = stored.measurement();
        Metric metric = measurement.metric();
        return List.of(
                run.sha(),
                dated.time().toString(),
                MeasurementCsv.cell(benchmark.name()),
                MeasurementCsv.cell(metric.name()),
                MeasurementCsv.cell(metric.unit().baseSymbol()),
                Double.toString(measurement.value()),
                MeasurementCsv.cell(run.testbed()),
                MeasurementCsv.cell(run.branch()),
                MeasurementCsv.cell(benchmark.suite()),
                MeasurementCsv.cell(QueryText.of(benchmark.params())),
                MeasurementCsv.cell(benchmark.mode()),
                benchmark.threads() == 0 ? "" : Integer.toString(benchmark.threads()),
                RunJson.word(metric.direction()),
                RunJson.word(metric.role()),
                number(measurement.lower()),
                number(measurement.upper()),
                MeasurementCsv.cell(run.key()));
    }

    private static String number(@Nullable Double number) {
        return number == null ? "" : number.toString();
    }
}
