import FlowEngine
import LuaSyntax

/// A call of a file, with what is known of it.
struct CallSite {
    let raw: RawCall
    /// What is called: the value before the parentheses, or the method.
    let callee: Kind
    /// The value before the colon or the dot; nil where a plain name is called.
    let owner: Kind?
    /// The function of ours that is called.
    let function: HostCatalogue.Function?
    /// The options table, where it is written down.
    let options: TableFields?
    /// As the manual writes it, such as `call:play`; empty for other functions.
    let name: String

    var arguments: [LuaExpression] { raw.arguments }
    var place: LuaRange { raw.place }
    var line: Int { raw.place.start.line }

    /// The variable before the colon: `call` in `call:play`.
    var object: LuaPosition? { raw.index == 0 && isMethod ? raw.suffixed.base.localPosition : nil }

    var isMethod: Bool { if case .method = raw.suffixed.suffixes[raw.index].kind { true } else { false } }

    /// The module of the standard library that stands before the dot or the colon, without `std.`.
    var libraryModule: String? {
        guard case .module(let name)? = owner, name.hasPrefix("std.") else { return nil }
        return String(name.dropFirst(4))
    }

    /// Whether it calls a function of a module of the standard library, or a method of what one has made.
    var isOfLibrary: Bool {
        if case .made(let module, _)? = owner { return module.hasPrefix("std.") }
        return libraryModule != nil
    }

    /// The field that is called, as `part` in `line.part { … }`; nil for methods and plain functions.
    var field: LuaName? {
        guard !isMethod, raw.index > 0, case .field(let name) = raw.suffixed.suffixes[raw.index - 1].kind else {
            return nil
        }
        return name
    }

    /// Whether it calls a function of a module of the standard library.
    func isField(_ name: String, of module: String) -> Bool { libraryModule == module && field?.text == name }

    /// Whether it is a function by its manual name, such as `call:play` or `restart`.
    func `is`(_ names: String...) -> Bool { function != nil && names.contains(name) }

    /// What a flow may know to be there, or to be well formed.
    private static let known: Set<String> = ["store.get", "json.decode", "url.parse"]

    /// Whether it is the last of its chain, so that its results are the chain's.
    var isWhole: Bool { raw.index + 1 == raw.suffixed.suffixes.count }

    /// The argument that holds the options, whatever it is.
    var optionsArgument: LuaExpression? {
        guard let index = function?.options?.index, index < arguments.count else { return nil }
        return arguments[index]
    }

    /// Whether something is given as options that cannot be looked into.
    var hasHiddenOptions: Bool {
        guard let argument = optionsArgument else { return false }
        if case .nil = argument.kind { return false }
        return options == nil || options?.hasOthers == true
    }

    /// Whether it gives `nil, err` when it fails, at once, and may fail for reasons that no flow can know.
    var mayFail: Bool {
        guard let function, function.mayFail, !hasHiddenOptions, !Self.known.contains(name) else { return false }
        guard let options else { return true }
        return options.named["wait"] == nil && options.named["loop"] == nil
    }
}
