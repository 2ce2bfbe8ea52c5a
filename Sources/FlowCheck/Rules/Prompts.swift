import LuaSyntax

/// What a flow says or listens for with the AI resource.
enum Prompts {
    struct Prompt {
        let file: FlowFile
        let range: LuaRange
        /// The options that it stands among.
        let options: TableFields
        /// Whether it is a text, which needs a voice; else SSML.
        let isText: Bool
    }

    /// Texts and SSML of all files, where they are written as options.
    static func spoken(in flow: Flow) -> [Prompt] {
        let names = ["call:play", "call:recognize", "call:interrupt_audio_and_announce", "call:hold"]
        return flow.files.flatMap { file in
            file.calls.flatMap { site -> [Prompt] in
                guard let options = site.options, !options.hasOthers else { return [] }
                if case .module("std.menu")? = site.owner { return [] }
                guard site.function != nil, names.contains(site.name) else { return [] }
                return prompts(options, file)
            } + menus(file)
        }
    }

    private static func prompts(_ options: TableFields, _ file: FlowFile) -> [Prompt] {
        var found: [Prompt] = []
        for (name, range) in options.names where name == "text" || name == "ssml" {
            if case .nil? = options.named[name]?.kind { continue }
            found.append(Prompt(file: file, range: range, options: options, isText: name == "text"))
        }
        for item in options.named["sources"].flatMap({ file.kinds.tableFields($0) })?.items ?? [] {
            guard let inner = file.kinds.tableFields(item), !inner.hasOthers else { continue }
            found += prompts(inner, file).filter { !$0.isText || options.named["voice"] == nil }
        }
        return found
    }

    /// `menu.ask(call, { text = … })`.
    private static func menus(_ file: FlowFile) -> [Prompt] {
        file.calls.flatMap { site -> [Prompt] in
            guard case .module("std.menu")? = site.owner, site.arguments.count > 1,
                let options = file.kinds.tableFields(site.arguments[1]), !options.hasOthers
            else { return [] }
            return options.names.filter { $0.name == "text" }.map {
                Prompt(file: file, range: $0.range, options: options, isText: true)
            }
        }
    }
}
