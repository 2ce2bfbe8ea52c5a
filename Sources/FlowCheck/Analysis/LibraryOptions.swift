import FlowEngine
import LuaSyntax

/// The options that functions of the standard library take. Their modules say so themselves, in
/// `options.check("menu.ask", given, known)`; what is said in another way is not known here.
struct LibraryOptions {
    /// What a function takes.
    struct Taken {
        var options: [HostParameter] = []
        /// The place of the options among the arguments; nil where it is not known, which is at their end then.
        var index: Int?

        /// What is checked in two ways may be anything that either has.
        mutating func add(_ option: HostParameter) {
            if let index = options.firstIndex(where: { $0.name == option.name }) {
                options[index] = HostParameter(option.name, .any, "")
            } else {
                options.append(option)
            }
        }
    }

    /// What a call gives as options.
    struct Given {
        /// The name of the function.
        let name: String
        /// What it takes.
        let options: [HostParameter]
        let value: LuaExpression
    }

    /// By the name of the function, such as `menu.ask` or `conference:invite`.
    private(set) var functions: [String: Taken] = [:]

    init(_ library: [FlowFile]) {
        let files = Dictionary(library.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let prompt = files["std/options.lua"].map { Self.promptOptions($0) } ?? []
        for file in library {
            for check in file.optionChecks {
                guard var own = check.entries(from: files) else { continue }
                if check.takesPrompt {
                    let names = Set(own.map(\.name))
                    own += prompt.filter { !names.contains($0.name) }.map { ($0.name, $0.type) }
                }
                var taken = functions[check.function, default: Taken()]
                for (name, type) in own.sorted(by: { $0.0 < $1.0 }) {
                    taken.add(HostParameter(name, type ?? .prompt(prompt), ""))
                }
                taken.index = check.index ?? taken.index
                functions[check.function] = taken
            }
        }
    }

    /// What `options.with_prompt` adds.
    private static func promptOptions(_ file: FlowFile) -> [HostParameter] {
        let table = file.names.locals.values.first { $0.name.text == "prompt_options" }?.beginning
            .flatMap { file.kinds.tableFields($0) }
        return (table?.named ?? [:]).sorted { $0.key < $1.key }.map { name, kind in
            HostParameter(name, OptionKind.type(kind, file) ?? .any, "")
        }
    }

    /// As the modules name what is called: `menu.ask`, or `conference:invite` of what a module has made.
    private static func name(of site: CallSite) -> String? {
        if let module = site.libraryModule { return site.field.map { "\(module).\($0.text)" } }
        guard case .made(let module, _)? = site.owner, module.hasPrefix("std."),
            case .method(let name, _) = site.raw.suffixed.suffixes[site.raw.index].kind
        else { return nil }
        return "\(module.dropFirst(4)):\(name.text)"
    }

    /// What a call of a module's function gives as options, with what the function takes.
    func given(by site: CallSite) -> Given? {
        guard let name = Self.name(of: site), let taken = functions[name],
            let value = taken.index.map({ $0 < site.arguments.count ? site.arguments[$0] : nil })
                ?? site.arguments.last
        else { return nil }
        return Given(name: name, options: taken.options, value: value)
    }
}

extension HostType {
    /// What modules call a prompt: a text, a list of texts, or a table.
    fileprivate static func prompt(_ fields: [HostParameter]) -> HostType {
        .oneOf([.string, .list(.string), .options(fields)])
    }
}
