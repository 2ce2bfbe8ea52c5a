import CallModel
import FlowEngine
import LuaEngine
import LuaSyntax

/// A flow: its files, what it says about itself, and its hooks, as they are written down.
final class Flow {
    let name: String
    let main: FlowFile
    /// The main file, then those of its folder and of `shared` that it requires.
    let files: [FlowFile]
    let environment: FlowEnvironment
    /// The modules of the standard library that they need.
    let library: [FlowFile]
    /// By the names that `require` finds; nil for what is no Lua.
    let modules: [String: FlowFile?]

    init(
        name: String, main: FlowFile, files: [FlowFile], library: [FlowFile], modules: [String: FlowFile?],
        environment: FlowEnvironment
    ) {
        (self.name, self.main, self.files, self.library, self.modules) = (name, main, files, library, modules)
        self.environment = environment
    }

    /// The call of `flow`; nil when there is none.
    lazy var settingsCall: CallSite? = main.calls(of: "flow").first

    /// Whether `flow` is called in a way that cannot be looked into.
    lazy var hasHiddenSettings: Bool = settingsCall?.hasHiddenOptions ?? libraryUses("flow")

    /// Whether the standard library does something for this flow that its own files would do with a function of ours.
    func libraryUses(_ global: String) -> Bool {
        library.contains { file in file.names.globals.contains { $0.name.text == global } }
    }

    /// What a setting of `flow` is; nil when it is not given.
    func setting(_ name: String) -> LuaExpression? {
        guard let value = settingsCall?.options?.named[name] else { return nil }
        if case .nil = value.kind { return nil }
        return value
    }

    /// What functions of the modules in `library` take.
    private lazy var libraryOptions = LibraryOptions(library)

    /// Calls of such functions, with what they give as options.
    lazy var libraryCalls: [(file: FlowFile, given: LibraryOptions.Given)] = files.flatMap { file in
        file.calls.compactMap { site in libraryOptions.given(by: site).map { (file, $0) } }
    }

    /// What a value is like that a module has made; nil where nobody can tell.
    func object(_ kind: Kind) -> MadeObject? {
        guard case .made(let module, let maker) = kind, !sets(maker, outside: module), !isOpen(module),
            !usesMetatables
        else { return nil }
        return (modules[module] ?? nil)?.object(madeBy: maker)
    }

    /// Whether it does things with objects that show only when it runs.
    private lazy var usesMetatables: Bool = files.contains { file in
        file.names.globals.contains { ["getmetatable", "rawset"].contains($0.name.text) }
    }

    /// Whether what a module exports goes somewhere where others may add to it.
    func isOpen(_ module: String) -> Bool { loose.contains(module) }

    private lazy var loose: Set<String> = files.reduce(into: []) { found, file in
        for position in file.names.loose.keys {
            if case .module(let name) = file.kinds.local(position) { found.insert(name) }
        }
    }

    /// Whether a variable's object goes to functions that may change it.
    func mayChange(_ value: LuaExpression, in file: FlowFile) -> Bool {
        guard let position = value.localPosition else { return false }
        return file.changes.given.contains(position)
    }

    /// The names of all fields that each of its files sets, in whatever table, by the files' paths.
    private lazy var setFields: [String: Set<String>] = files.reduce(into: [:]) { found, file in
        found[file.path] = file.names.functionFields.union(file.names.fieldWrites.compactMap(\.name))
    }

    /// Whether a field of this name is set anywhere.
    /// - Parameter module: a module whose own file does not count.
    func sets(_ name: String, outside module: String? = nil) -> Bool {
        let own = module.flatMap { (modules[$0] ?? nil)?.path }
        return setFields.contains { $0.key != own && $0.value.contains(name) }
    }

    /// Whether such values get fields whose names nobody can tell.
    func isFilled(_ kind: Kind) -> Bool {
        files.contains { file in
            file.names.fieldWrites.contains { $0.name == nil && file.kinds.kind($0.chain.base) == kind }
        }
    }

    /// Calls of functions of ours in all files.
    func calls(of names: String...) -> [(file: FlowFile, site: CallSite)] {
        files.flatMap { file in
            file.calls.filter { $0.function != nil && names.contains($0.name) }.map { (file, $0) }
        }
    }

    /// Every hook, in order.
    lazy var hooks: [Hook] = files.flatMap { file in
        file.calls(of: "on").compactMap { Hook($0, in: file) }
    }
}

/// A hook as it is written down.
struct Hook {
    let site: CallSite
    let file: FlowFile
    let event: String
    /// Nil when there is none.
    let filter: Filter?
    /// Whether there is a filter that cannot be looked into.
    let hasHiddenFilter: Bool
    let handler: LuaExpression?
    /// What the handler does; nil when it stands elsewhere.
    let body: Body?

    init?(_ site: CallSite, in file: FlowFile) {
        guard let event = site.arguments.first?.text else { return nil }
        (self.site, self.file, self.event) = (site, file, event)
        handler = site.arguments.count > 2 ? site.arguments[2] : site.arguments.count > 1 ? site.arguments[1] : nil
        body = handler.flatMap { file.names.bodyOf($0) }
        guard site.arguments.count > 2 else {
            (filter, hasHiddenFilter) = (nil, false)
            return
        }
        filter = Filter(site.arguments[1], in: file)
        if case .nil = site.arguments[1].kind { hasHiddenFilter = false } else { hasHiddenFilter = filter == nil }
    }

    /// The handler's first variable, where it is a call.
    var callVariable: LuaPosition? {
        guard event != "Launch", let function = body?.function else { return nil }
        return function.parameters.first?.range.start
    }
}
