@testable import LuaSyntax

/// Writes a tree as one line, such as `(local x (+ 1 2))`.
enum TreeDump {
    static func dump(_ source: String) throws -> String {
        statements(try LuaParser.parse(Array(source.utf8)))
    }

    static func expression(_ source: String) throws -> String {
        let block = try LuaParser.parse(Array("return \(source)".utf8))
        guard case .return(let values) = block.statements.last?.kind else { return "no return" }
        return values.map(expression).joined(separator: ", ")
    }

    private static func statements(_ block: LuaBlock) -> String {
        block.statements.map(statement).joined(separator: " ")
    }

    private static func block(_ block: LuaBlock) -> String { "{\(statements(block))}" }

    private static func list(_ values: [LuaExpression]) -> String { values.map(expression).joined(separator: " ") }

    private static func statement(_ statement: LuaStatement) -> String {
        switch statement.kind {
        case .empty: ";"
        case .label(let name): "(label \(name.text))"
        case .goto(let name): "(goto \(name.text))"
        case .break: "(break)"
        case .block(let body): "(do \(block(body)))"
        case .while(let condition, let body): "(while \(expression(condition)) \(block(body)))"
        case .repeat(let body, let condition): "(repeat \(block(body)) \(expression(condition)))"
        case .if(let choice):
            "(if "
                + choice.arms.map { "\(expression($0.condition)) \(block($0.body))" }.joined(separator: " ")
                + (choice.otherwise.map { " else \(block($0.body))" } ?? "") + ")"
        case .numericFor(let loop):
            "(for \(loop.name.text) \(list([loop.start, loop.limit] + [loop.step].compactMap(\.self))) \(block(loop.body)))"
        case .genericFor(let loop):
            "(for [\(loop.names.map(\.text).joined(separator: " "))] \(list(loop.values)) \(block(loop.body)))"
        case .function(let place, let value): "(\(place.path) = \(function(value)))"
        case .localFunction(let name, let value): "(local function \(name.text) \(function(value)))"
        case .local(let names, let values):
            "(local [\(names.map { $0.name.text + ($0.attribute.map { "<\($0.rawValue)>" } ?? "") }.joined(separator: " "))]"
                + (values.isEmpty ? "" : " \(list(values))") + ")"
        case .assignment(let targets, let values): "([\(list(targets))] = \(list(values)))"
        case .call(let call): expression(call)
        case .return(let values): values.isEmpty ? "(return)" : "(return \(list(values)))"
        }
    }

    private static func function(_ function: LuaFunction) -> String {
        let parameters = function.parameters.map(\.text) + (function.isVariadic ? ["..."] : [])
        return "(function [\(parameters.joined(separator: " "))] \(block(function.body)))"
    }

    private static func expression(_ value: LuaExpression) -> String {
        switch value.kind {
        case .nil: return "nil"
        case .true: return "true"
        case .false: return "false"
        case .varargs: return "..."
        case .integer(let value): return "\(value)"
        case .float(let value): return "\(value)f"
        case .string(let bytes): return "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .function(let value): return function(value)
        case .table(let fields): return "{\(fields.map(field).joined(separator: " "))}"
        case .variable(let variable): return variable.name.text
        case .parenthesized(let value): return "<\(expression(value))>"
        case .suffixed(let suffixed): return suffixed.suffixes.reduce(expression(suffixed.base), suffix)
        case .unary(let sign, let value): return "(\(sign.rawValue) \(expression(value)))"
        case .operation(let operation):
            return operation.links.reduce(expression(operation.first)) {
                "(\($1.operator.rawValue) \($0) \(expression($1.right)))"
            }
        }
    }

    private static func field(_ field: LuaField) -> String {
        switch field {
        case .item(let value): expression(value)
        case .named(let name, let value): "\(name.text)=\(expression(value))"
        case .keyed(let key, let value): "[\(expression(key))]=\(expression(value))"
        }
    }

    private static func suffix(_ base: String, _ suffix: LuaSuffix) -> String {
        switch suffix.kind {
        case .field(let name): "\(base).\(name.text)"
        case .index(let key): "\(base)[\(expression(key))]"
        case .call(let arguments): "\(base)(\(list(arguments)))"
        case .method(let name, let arguments): "\(base):\(name.text)(\(list(arguments)))"
        }
    }
}
