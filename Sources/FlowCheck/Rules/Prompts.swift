import LuaSyntax

/// What a flow says or listens for with the AI resource.
enum Prompts {
    struct Prompt {
        let file: FlowFile
        let range: LuaRange
        /// The options that it stands among.
        let options: TableFields
        /// Whether it is a text, which needs a voice; else SSML, or a text whose voice is found elsewhere.
        let isText: Bool
        /// Whether it stands in a flow that is data.
        var isOfChart = false
    }

    /// Texts and SSML of all files, where they are written as options.
    static func spoken(in flow: Flow) -> [Prompt] {
        let names = ["call:play", "call:recognize", "call:interrupt_audio_and_announce", "call:hold"]
        return flow.files.flatMap { file in
            file.calls.flatMap { site -> [Prompt] in
                guard let options = site.options, !options.hasOthers else { return [] }
                guard site.function != nil, names.contains(site.name) else { return [] }
                return prompts(options, file)
            } + file.calls.flatMap { library($0, file) }
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

    /// Options of modules that are said when they are texts, by module.
    private static let spokenOptions: [String: Set<String>] = [
        "callback": ["text"], "collect": ["text"], "conference": ["welcome"], "menu": ["text"],
        "queue": ["position"], "transfer": ["text", "announce", "fallback"],
        "voicemail": ["greeting", "thanks", "unavailable"],
    ]

    /// `menu.ask(call, { text = … })`, and steps of `line.incoming { … }`.
    private static func library(_ site: CallSite, _ file: FlowFile) -> [Prompt] {
        if let chart = WrittenChart(site, in: file) { return steps(of: chart, file) }
        guard let known = site.libraryModule.flatMap({ spokenOptions[$0] }),
            let options = site.arguments.lazy.compactMap({ file.kinds.tableFields($0) }).first, !options.hasOthers
        else { return [] }
        return options.names.filter { name, _ in
            known.contains(name) && (name == "text" || options.named[name]?.text != nil)
        }.map { Prompt(file: file, range: $0.range, options: options, isText: true) }
    }

    /// What the steps of a chart say. Languages have voices of their own, and a part has those of its line.
    private static func steps(of chart: WrittenChart, _ file: FlowFile) -> [Prompt] {
        let hasVoice = chart.fields.named["languages"] != nil || chart.fields.named["start"] == nil || chart.isPart
        return chart.steps.flatMap { step in
            step.names.filter { $0.name == "text" || $0.name == "ssml" }.map { name, range in
                Prompt(file: file, range: range, options: step, isText: name == "text" && !hasVoice, isOfChart: true)
            }
        }
    }
}
