import LuaSyntax

/// Texts and speech want an AI resource, and none is set: neither in `flow`, nor with a call, nor in the settings of the
/// node. The emulator speaks without one; the service answers 400 / 8567. Told once for all flows.
struct NoAIResource: Rule {
    let name = "no_ai_resource"
    let severity = Finding.Severity.warning

    func findings(in flows: [Flow]) -> [Finding] {
        let found = flows.compactMap { flow in need(of: flow).map { (flow, $0) } }
        guard let (_, need) = found.first else { return [] }
        let names = found.map(\.0.name)
        let who = names.count == 1 ? names[0] : "\(names.count) flows (\(names.joined(separator: ", ")))"
        return [
            finding(
                need.0, need.1,
                "\(who) \(names.count == 1 ? "speaks" : "speak") text or \(names.count == 1 ? "takes" : "take") "
                    + "speech, and no AI resource is set",
                hint: "give --ai-resource or flow { ai_resource = … }")
        ]
    }

    /// Where a flow first needs one that it has not.
    private func need(of flow: Flow) -> (FlowFile, LuaRange)? {
        guard flow.environment.aiResource == nil, !flow.hasHiddenSettings, flow.setting("ai_resource") == nil else {
            return nil
        }
        let opened = flow.calls(of: "call:answer", "create_call", "connect_call")
        guard !opened.contains(where: { $0.site.hasHiddenOptions || $0.site.options?.named["ai_resource"] != nil })
        else {
            return nil
        }
        if let prompt = Prompts.spoken(in: flow).first { return (prompt.file, prompt.range) }
        for (file, site) in flow.calls(of: "call:recognize") {
            if let place = site.options?.names.first(where: { $0.name == "speech" || $0.name == "choices" }) {
                return (file, place.range)
            }
        }
        return nil
    }
}
