import LuaSyntax

/// The options that functions of the standard library take. Their modules say so themselves, in
/// `options.check("menu.ask", given, known)`; what is said in another way is not known here.
struct LibraryOptions {
    /// What a function takes.
    struct Taken {
        var names: Set<String> = []
        /// The place of the options among the arguments; nil where it is not known, which is at their end then.
        var index: Int?
    }

    /// By the name of the function, such as `menu.ask`.
    private(set) var functions: [String: Taken] = [:]

    init(_ library: [FlowFile]) {
        let prompt = library.first { $0.path == "std/options.lua" }.flatMap(Self.promptOptions) ?? []
        for check in library.flatMap(\.optionChecks) {
            functions[check.function, default: Taken()].names.formUnion(check.names)
            if check.takesPrompt { functions[check.function]?.names.formUnion(prompt) }
            if let index = check.index { functions[check.function]?.index = index }
        }
    }

    /// What `options.with_prompt` adds.
    private static func promptOptions(_ file: FlowFile) -> Set<String>? {
        file.names.locals.values.first { $0.name.text == "prompt_options" }?.beginning
            .flatMap { file.kinds.tableFields($0) }.map { Set($0.names.map(\.name)) }
    }
}

/// What one `options.check(…)` of a module says.
struct OptionCheck {
    let function: String
    let names: Set<String>
    /// Whether `options.with_prompt` adds others.
    let takesPrompt: Bool
    let index: Int?

    /// All of a file whose tables can be looked into.
    static func all(in file: FlowFile) -> [OptionCheck] {
        let checks = file.calls.filter { $0.isField("check", of: "options") && $0.arguments.count > 2 }
        guard !checks.isEmpty else { return [] }
        // Such as `function menu.ask(call, given) … end`.
        let own = Set(
            file.tree.statements.compactMap { statement -> ObjectIdentifier? in
                guard case .function(let place, let function) = statement.kind, !place.fields.isEmpty else {
                    return nil
                }
                return ObjectIdentifier(function)
            })
        return checks.compactMap { OptionCheck($0, in: file, own) }
    }

    private init?(_ site: CallSite, in file: FlowFile, _ own: Set<ObjectIdentifier>) {
        let (name, known) = (site.arguments[0], site.arguments[2])
        guard let function = name.text ?? file.beginning(of: name)?.text, let fields = Self.fields(of: known, file),
            !fields.table.hasOthers
        else { return nil }
        self.function = function
        (names, takesPrompt) = (Set(fields.table.names.map(\.name)), fields.takesPrompt)
        index = Self.parameter(site.arguments[1], file, own)
    }

    private static func fields(of known: LuaExpression, _ file: FlowFile) -> (table: TableFields, takesPrompt: Bool)? {
        let made = file.beginning(of: known) ?? known
        // What loops add to it is not seen.
        guard made === known || !isFilled(known, file) else { return nil }
        // It is given to `options.check`, which does not change it.
        if let table = file.kinds.tableFields(made) { return (table, false) }
        guard let site = file.site(made), site.isField("with_prompt", of: "options"), let first = site.arguments.first
        else { return nil }
        return file.kinds.tableFields(first).map { ($0, true) }
    }

    private static func isFilled(_ value: LuaExpression, _ file: FlowFile) -> Bool {
        guard let local = file.names.local(value) else { return false }
        return file.names.fieldWrites.contains { target, _ in
            guard case .suffixed(let chain) = target.kind else { return false }
            return file.names.local(chain.base) === local
        }
    }

    /// The place of a parameter, also in `given or {}`; nil where a function that is no module's own passes it on.
    private static func parameter(_ value: LuaExpression, _ file: FlowFile, _ own: Set<ObjectIdentifier>) -> Int? {
        if case .operation(let operation) = value.kind { return parameter(operation.first, file, own) }
        guard let local = file.names.local(value), case .parameter(let function, let index) = local.origin,
            own.contains(ObjectIdentifier(function))
        else { return nil }
        return index
    }
}

extension Local {
    /// What it begins with; nil where that is no value that is written there.
    fileprivate var beginning: LuaExpression? {
        guard case .value(let values, let index) = origin, index < values.count else { return nil }
        return values[index]
    }
}

extension FlowFile {
    /// What a variable begins with that nobody gives another value.
    fileprivate func beginning(of value: LuaExpression) -> LuaExpression? {
        names.local(value).flatMap { $0.writes.isEmpty ? $0.beginning : nil }
    }
}
