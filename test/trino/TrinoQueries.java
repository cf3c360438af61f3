import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.airlift.slice.Slices;
import io.trino.Session;
import io.trino.connector.MockConnectorColumnHandle;
import io.trino.connector.MockConnectorFactory;
import io.trino.connector.MockConnectorTableHandle;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.transaction.IsolationLevel;
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
    private static final Map<SchemaTableName, ConnectorViewDefinition> VIEWS = new ConcurrentHashMap<>();

    private record Table(List<ColumnMetadata> columns, List<Page> pages) {}

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
                VIEWS.put(new SchemaTableName("trail", "cloudtrail"), view("texts", columns));
                PageBuilder builder = new PageBuilder(List.of(VarcharType.VARCHAR));
                List<Page> pages = new ArrayList<>();
                for (JsonNode row : request.get("rows")) {
                    builder.declarePosition();
                    VarcharType.VARCHAR.writeString(builder.getBlockBuilder(0), row.asText());
                    if (builder.isFull()) {
                        pages.add(builder.build());
                        builder.reset();
                    }
                }
                pages.add(builder.build());
                TABLES.put("texts", new Table(List.of(new ColumnMetadata("record", VarcharType.VARCHAR)), pages));
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

    private static Table tableOf(MaterializedResult result) {
        List<ColumnMetadata> columns = new ArrayList<>();
        for (int column = 0; column < result.getTypes().size(); column++) {
            columns.add(new ColumnMetadata(result.getColumnNames().get(column).toLowerCase(Locale.ROOT), result.getTypes().get(column)));
        }
        PageBuilder builder = new PageBuilder(result.getTypes());
        List<Page> pages = new ArrayList<>();
        for (MaterializedRow row : result) {
            builder.declarePosition();
            for (int column = 0; column < columns.size(); column++) {
                write(result.getTypes().get(column), builder.getBlockBuilder(column), row.getField(column));
            }
            if (builder.isFull()) {
                pages.add(builder.build());
                builder.reset();
            }
        }
        pages.add(builder.build());
        return new Table(columns, pages);
    }

    private static void write(Type type, BlockBuilder builder, Object value) {
        if (value == null) {
            builder.appendNull();
        }
        else if (value instanceof SqlTimestamp time) {
            type.writeLong(builder, time.getEpochMicros());
        }
        else if (value instanceof Boolean flag) {
            type.writeBoolean(builder, flag);
        }
        else if (value instanceof Number number) {
            type.writeLong(builder, number.longValue());
        }
        else if (value instanceof List<?> list) {
            Type element = type.getTypeParameters().get(0);
            BlockBuilder elements = element.createBlockBuilder(null, list.size());
            list.forEach(one -> write(element, elements, one));
            type.writeObject(builder, elements.build());
        }
        else {
            type.writeSlice(builder, Slices.utf8Slice((String) value));
        }
    }

    /** The tables, and the view "cloudtrail" that reads columns out of the table with a text a row. */
    private static ConnectorFactory connector() {
        MockConnectorFactory mock = MockConnectorFactory.builder()
                .withListSchemaNames(session -> List.of("trail"))
                .withListTables((session, schema) -> List.copyOf(TABLES.keySet()))
                .withGetColumns(name -> TABLES.get(name.getTableName()).columns())
                .withGetViews((session, prefix) -> VIEWS.entrySet().stream()
                        .filter(view -> prefix.matches(view.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .build();
        return new ConnectorFactory() {
            @Override
            public String getName() {
                return mock.getName();
            }

            @Override
            public Connector create(String catalog, Map<String, String> config, ConnectorContext context) {
                return new TableConnector(mock.create(catalog, config, context));
            }
        };
    }

    /** The stand-in for a connector, but that its tables may hold NULL. */
    private record TableConnector(Connector mock) implements Connector {
        @Override
        public ConnectorTransactionHandle beginTransaction(IsolationLevel isolation, boolean readOnly, boolean autoCommit) {
            return mock.beginTransaction(isolation, readOnly, autoCommit);
        }

        @Override
        public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction) {
            return mock.getMetadata(session, transaction);
        }

        @Override
        public ConnectorSplitManager getSplitManager() {
            return mock.getSplitManager();
        }

        @Override
        public ConnectorPageSourceProvider getPageSourceProvider() {
            return (transaction, session, split, table, columns, filter) -> {
                Table asked = TABLES.get(((MockConnectorTableHandle) table).getTableName().getTableName());
                List<String> names = asked.columns().stream().map(ColumnMetadata::getName).toList();
                int[] places = columns.stream()
                        .mapToInt(column -> names.indexOf(((MockConnectorColumnHandle) column).getName()))
                        .toArray();
                return new FixedPageSource(asked.pages().stream().map(page -> page.getColumns(places)).toList());
            };
        }
    }

    private static ConnectorViewDefinition view(String table, Map<String, String> columns) {
        List<String> fields = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        List<ConnectorViewDefinition.ViewColumn> declared = new ArrayList<>();
        columns.forEach((name, type) -> {
            fields.add("\"" + name + "\" " + type);
            selected.add("r.\"" + name + "\" AS \"" + name + "\"");
            declared.add(new ConnectorViewDefinition.ViewColumn(
                    name, TESTING_TYPE_MANAGER.fromSqlType(type).getTypeId(), Optional.empty()));
        });
        String sql = "SELECT " + String.join(", ", selected) + " FROM (SELECT CAST(json_parse(record) AS ROW("
                + String.join(", ", fields) + ")) AS r FROM awsdatacatalog.trail." + table + ")";
        return new ConnectorViewDefinition(
                sql, Optional.of("awsdatacatalog"), Optional.of("trail"), declared, Optional.empty(), Optional.empty(), true);
    }
}
