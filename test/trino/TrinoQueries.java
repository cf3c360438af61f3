import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.connector.MockConnectorFactory;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.SqlTimestamp;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import io.trino.sql.parser.ParsingOptions;
import io.trino.sql.parser.SqlParser;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;

/**
 * Trino in this process: parser, analyzer, planner and operators, one node. Reads a JSON object a line and answers with one a line.
 * {"columns": {"name": "type"}, "rows": ["{...}"]}: the table awsdatacatalog.trail.cloudtrail has these columns and rows from now on.
 * {"copy": "SELECT ..."}: the table awsdatacatalog.trail.copy has the columns and rows of this answer from now on.
 * {"sql": "..."}: the answer is {"types": [...], "rows": [[...]]}, or {"error": "..."}.
 * {"parse": "..."}: the answer is {}, or {"error": "..."}; for statements that need more than a table.
 */
public class TrinoQueries {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the tables of the schema "trail" hold, by their names. */
    private static final Map<String, Table> TABLES = new ConcurrentHashMap<>();
    private static final String TEXTS = "_texts";

    /** Name and type of the columns, and each row as an object in JSON. */
    private record Table(Map<String, String> columns, List<List<?>> rows) {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What libraries log must not get between the answers.
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Session session = TestingSession.testSessionBuilder().setCatalog("awsdatacatalog").setSchema("trail").build();
        try (LocalQueryRunner runner = LocalQueryRunner.create(session)) {
            runner.createCatalog("awsdatacatalog", connector(), Map.of());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(JSON.writeValueAsString(answer(runner, JSON.readTree(line))));
            }
        }
        System.exit(0);
    }

    private static Map<String, Object> answer(LocalQueryRunner runner, JsonNode request) {
        try {
            if (request.has("columns")) {
                Map<String, String> columns = new LinkedHashMap<>();
                request.get("columns").fields().forEachRemaining(column -> columns.put(column.getKey(), column.getValue().asText()));
                List<List<?>> rows = new ArrayList<>();
                request.get("rows").forEach(row -> rows.add(List.of(row.asText())));
                TABLES.put("cloudtrail", new Table(columns, rows));
                return Map.of();
            }
            if (request.has("copy")) {
                TABLES.put("copy", tableOf(runner.execute(request.get("copy").asText())));
                return Map.of();
            }
            if (request.has("parse")) {
                new SqlParser().createStatement(request.get("parse").asText(), new ParsingOptions());
                return Map.of();
            }
            return result(runner.execute(request.get("sql").asText()));
        }
        catch (Exception | AssertionError error) {
            return Map.of("error", error.toString());
        }
    }

    private static Map<String, Object> result(MaterializedResult result) {
        List<List<Object>> answers = new ArrayList<>();
        for (MaterializedRow row : result) {
            List<Object> values = new ArrayList<>();
            row.getFields().forEach(value -> values.add(value == null ? null : value.toString()));
            answers.add(values);
        }
        return Map.of("types", result.getTypes().stream().map(Type::getDisplayName).toList(), "rows", answers);
    }

    private static Table tableOf(MaterializedResult result) throws JsonProcessingException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int column = 0; column < result.getTypes().size(); column++) {
            columns.put(result.getColumnNames().get(column).toLowerCase(Locale.ROOT), result.getTypes().get(column).getDisplayName());
        }
        List<String> names = List.copyOf(columns.keySet());
        List<List<?>> rows = new ArrayList<>();
        for (MaterializedRow row : result) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                Object value = row.getField(column);
                values.put(names.get(column), value instanceof SqlTimestamp ? value.toString() : value);
            }
            rows.add(List.of(JSON.writeValueAsString(values)));
        }
        return new Table(columns, rows);
    }

    /** For each table one with a text a row, and a view that reads the columns out of it. */
    private static MockConnectorFactory connector() {
        return MockConnectorFactory.builder()
                .withListSchemaNames(session -> List.of("trail"))
                .withListTables((session, schema) -> TABLES.keySet().stream().map(name -> name + TEXTS).toList())
                .withGetColumns(name -> List.of(new ColumnMetadata("record", VarcharType.VARCHAR)))
                .withData(name -> TABLES.get(name.getTableName().replace(TEXTS, "")).rows())
                .withGetViews((session, prefix) -> TABLES.entrySet().stream()
                        .filter(table -> prefix.matches(new SchemaTableName("trail", table.getKey())))
                        .collect(Collectors.toMap(
                                table -> new SchemaTableName("trail", table.getKey()),
                                table -> view(table.getKey(), table.getValue().columns()))))
                .build();
    }

    private static ConnectorViewDefinition view(String table, Map<String, String> columns) {
        List<String> fields = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        List<ConnectorViewDefinition.ViewColumn> declared = new ArrayList<>();
        columns.forEach((name, type) -> {
            // There are no times in JSON.
            boolean time = type.startsWith("timestamp");
            fields.add("\"" + name + "\" " + (time ? "varchar" : type));
            String field = "r.\"" + name + "\"";
            selected.add((time ? "CAST(" + field + " AS " + type + ")" : field) + " AS \"" + name + "\"");
            declared.add(new ConnectorViewDefinition.ViewColumn(
                    name, TESTING_TYPE_MANAGER.fromSqlType(type).getTypeId(), Optional.empty()));
        });
        String sql = "SELECT " + String.join(", ", selected) + " FROM (SELECT CAST(json_parse(record) AS ROW("
                + String.join(", ", fields) + ")) AS r FROM awsdatacatalog.trail." + table + TEXTS + ")";
        return new ConnectorViewDefinition(
                sql, Optional.of("awsdatacatalog"), Optional.of("trail"), declared, Optional.empty(), Optional.empty(), true);
    }
}
