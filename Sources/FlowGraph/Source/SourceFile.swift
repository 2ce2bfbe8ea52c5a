import FlowEngine
import LuaSyntax

/// A file of a flow, read so far that its hooks and functions can be drawn.
struct SourceFile {
    /// A function that other places of the file can call.
    struct Function {
        /// As it is written, such as `greet` or `M.greet`.
        var name: String
        var function: LuaFunction
    }

    /// A hook.
    struct Hook {
        var event: String
        /// As it is written; nil where there is none.
        var filter: String?
        var handler: LuaExpression
        var place: LuaPosition
    }

    let path: String
    let bytes: [UInt8]
    /// In the order of the file.
    private(set) var hooks: [Hook] = []
    /// By key, see `key(of:)`.
    private(set) var functions: [String: Function] = [:]
    /// The keys of functions in the order of the file.
    private(set) var order: [String] = []
    /// The names of variables that are calls.
    private(set) var callNames: Set<String> = []

    init(path: String, bytes: [UInt8]) throws(LuaSyntaxError) {
        (self.path, self.bytes) = (path, bytes)
        let tree = try LuaParser.parse(bytes)
        tree.walk { node in
            switch node {
            case .statement(let statement): read(statement)
            case .expression(let expression): read(expression)
            default: break
            }
            return true
        }
    }

    /// The source of a place, on one line.
    func text(_ range: LuaRange, longest: Int = 48) -> String {
        Label.clean(String(decoding: bytes[range.offsets.clamped(to: bytes.indices)], as: UTF8.self), longest: longest)
    }

    /// What a function is known by: its variable and the fields after it; nil for what is no plain name.
    static func key(of expression: LuaExpression) -> String? {
        switch expression.kind {
        case .variable(let variable): return key(variable)
        case .suffixed(let suffixed):
            guard case .variable(let variable) = suffixed.base.kind else { return nil }
            return key(variable, suffixed.suffixes[...])
        default: return nil
        }
    }

    /// The same for a variable and some suffixes, which must be fields.
    static func key(_ variable: LuaVariable, _ suffixes: ArraySlice<LuaSuffix> = []) -> String? {
        var key = variable.name.text
        if case .local(let place) = variable.binding { key += "@\(place.offset)" }
        for suffix in suffixes {
            guard case .field(let name) = suffix.kind else { return nil }
            key += ".\(name.text)"
        }
        return key
    }

    private mutating func add(_ key: String, _ name: String, _ function: LuaFunction) {
        // Of two with one name, the last is called.
        if functions.updateValue(Function(name: name, function: function), forKey: key) == nil { order.append(key) }
    }

    private mutating func read(_ statement: LuaStatement) {
        switch statement.kind {
        case .localFunction(let name, let function): add("\(name.text)@\(name.range.start.offset)", name.text, function)
        case .function(let place, let function):
            let key = ([Self.key(place.variable) ?? ""] + place.fields.map(\.text)).joined(separator: ".")
            if place.method == nil { add(key, place.path, function) }
        case .local(let names, let values):
            for (name, value) in zip(names, values) {
                if case .function(let function) = value.kind {
                    add("\(name.name.text)@\(name.name.range.start.offset)", name.name.text, function)
                }
            }
        case .assignment(let targets, let values):
            for (target, value) in zip(targets, values) {
                if case .function(let function) = value.kind, let key = Self.key(of: target) {
                    add(key, text(target.range), function)
                }
            }
        default: break
        }
    }

    private mutating func read(_ expression: LuaExpression) {
        guard case .suffixed(let suffixed) = expression.kind, let first = suffixed.suffixes.first,
            case .variable(let variable) = suffixed.base.kind
        else { return }
        if case .method(let name, _) = first.kind, HostActions.methods.contains(name.text) {
            callNames.insert(variable.name.text)
        }
        guard case .call(let arguments) = first.kind, variable.name.text == "on", variable.binding == .global,
            let event = arguments.first, let handler = arguments.last, arguments.count > 1
        else { return }
        var eventName = text(event.range)
        if case .string(let bytes) = event.kind { eventName = String(decoding: bytes, as: UTF8.self) }
        hooks.append(
            Hook(
                event: eventName, filter: arguments.count > 2 ? text(arguments[1].range) : nil, handler: handler,
                place: expression.range.start))
        if case .function(let function) = handler.kind, eventName != "Launch", let call = function.parameters.first {
            callNames.insert(call.text)
        }
    }
}
