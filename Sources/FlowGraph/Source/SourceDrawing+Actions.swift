import LuaSyntax

extension SourceDrawing {
    /// What a call in an expression does to the drawing.
    struct Action {
        var shape: Graph.Shape
        var words: [String]
        /// The function of the file that it calls.
        var function: String?
        /// The number of the suffix that calls.
        var suffix: Int
    }

    /// The actions of the calls in an expression such as `queue.new { … }:wait(call)`, without those in its arguments.
    func actions(in expression: LuaExpression) -> [Action] {
        guard case .suffixed(let suffixed) = expression.kind else { return [] }
        return suffixed.suffixes.indices.compactMap { action(suffixed, $0) }
    }

    private func action(_ suffixed: LuaSuffixed, _ index: Int) -> Action? {
        let suffix = suffixed.suffixes[index]
        switch suffix.kind {
        case .field, .index: return nil
        case .method(let name, let arguments):
            if HostActions.methods.contains(name.text) {
                return Action(
                    shape: HostActions.shape(name.text), words: words(name.text, arguments), suffix: index)
            }
            guard isGivenCall(arguments) else { return nil }
            return Action(
                shape: .routine, words: words(callee(suffixed, index) + ":" + name.text, arguments), suffix: index)
        case .call(let arguments): return action(calling: suffixed, index, arguments)
        }
    }

    private func action(calling suffixed: LuaSuffixed, _ index: Int, _ arguments: [LuaExpression]) -> Action? {
        let name = callee(suffixed, index)
        guard case .variable(let variable) = suffixed.base.kind else { return nil }
        if let key = SourceFile.key(variable, suffixed.suffixes[..<index]), file.functions[key] != nil {
            guard busy.contains(key) else { return nil }
            return Action(shape: .routine, words: [name], function: key, suffix: index)
        }
        if variable.binding == .global {
            if index == 0, HostActions.globals.contains(variable.name.text) {
                return Action(
                    shape: HostActions.shape(variable.name.text), words: words(name, arguments), suffix: index)
            }
            if index == 1, case .field(let field) = suffixed.suffixes[0].kind,
                HostActions.isData(variable.name.text, field.text)
            {
                return Action(shape: .data, words: words(name, arguments), suffix: index)
            }
            if HostActions.isPlain(variable.name.text) || variable.name.text == "on" { return nil }
        }
        guard isGivenCall(arguments) else { return nil }
        return Action(shape: .routine, words: words(name, arguments), suffix: index)
    }

    /// What is called, as it is written.
    private func callee(_ suffixed: LuaSuffixed, _ index: Int) -> String {
        let end = index == 0 ? suffixed.base.range.end : suffixed.suffixes[index - 1].range.end
        return file.text(LuaRange(suffixed.base.range.start, end), longest: 32)
    }

    private func isGivenCall(_ arguments: [LuaExpression]) -> Bool {
        arguments.contains { argument in
            guard case .variable(let variable) = argument.kind else { return false }
            return file.callNames.contains(variable.name.text)
        }
    }

    /// The name of an action, and what tells most about it.
    private func words(_ name: String, _ arguments: [LuaExpression]) -> [String] {
        for argument in arguments {
            switch argument.kind {
            case .string(let bytes): return [name, String(decoding: bytes, as: UTF8.self)]
            case .integer, .float: return ["\(name) \(file.text(argument.range))"]
            case .table(let fields):
                for option in HostActions.tellingOptions {
                    for case .named(let field, let value) in fields where field.text == option {
                        return [name, Self.literal(value) ?? file.text(value.range, longest: 32)]
                    }
                }
            default: continue
            }
        }
        return [name]
    }

    private static func literal(_ value: LuaExpression) -> String? {
        switch value.kind {
        case .string(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .operation(let operation): return literal(operation.first).map { $0 + " …" }
        case .table(let fields):
            guard case .item(let first)? = fields.first else { return nil }
            return literal(first).map { fields.count > 1 ? $0 + ", …" : $0 }
        default: return nil
        }
    }
}
