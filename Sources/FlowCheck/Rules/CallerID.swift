import CallModel
import FlowEngine
import LuaEngine
import LuaSyntax

/// What phones are shown: missing where a phone is called, given where none can be, or wrong (CallerIDPolicy, whose table
/// the README repeats). And users of the service who would be sent on to phones.
struct CallerID: Rule {
    let name = "caller_id"
    let severity = Finding.Severity.error

    func findings(in flow: Flow) -> [Finding] {
        flow.calls(of: "create_call", "call:add_participant", "call:redirect", "call:transfer").flatMap { file, site in
            faults(of: site, file, flow)
        }
    }

    private func faults(of site: CallSite, _ file: FlowFile, _ flow: Flow) -> [Finding] {
        guard let action = site.function?.action, !site.hasHiddenOptions, let options = site.options else { return [] }
        let targets = self.targets(options, file)
        var found: [Finding] = []
        for (literal, target) in targets where target.isPhone && target.phoneNumber == nil {
            found.append(
                finding(file, literal.range, "nobody can call \(target.rawID), a caller whose number is withheld"))
        }
        if let transferee = options.named["transferee"].flatMap({ person($0, file) }) {
            for (literal, target) in targets {
                do throws(CallerIDPolicy.Refusal) {
                    try CallerIDPolicy.checkOnward(action, from: transferee, to: target)
                } catch {
                    found.append(told(error, file, literal.range))
                }
            }
        }
        let given = options.named["caller_id"]
        let place = options.names.first { $0.name == "caller_id" }?.range
        if let given, let place, action == .transfer {
            let target = targets.first?.1 ?? CommunicationIdentifier(rawID: "4:+18005550199")
            return found + refusal(action, [target], text(given, file) ?? "…", flow, file, place)
        }
        if let given {
            return found
                + file.constants.literals(given).flatMap { literal -> [Finding] in
                    guard let text = text(literal, file) else { return [] }
                    return refusal(action, targets.map(\.1), text, flow, file, literal.range)
                }
        }
        guard let phone = targets.first(where: { $0.1.isPhone }), !flow.hasHiddenSettings else { return found }
        let fallback = flow.setting("caller_id")
        // What the flow itself is given wrongly is told where it is.
        guard fallback == nil else { return found }
        return found + refusal(action, [phone.1], nil, flow, file, site.place)
    }

    private func refusal(
        _ action: ActionKind, _ targets: [CommunicationIdentifier], _ given: String?, _ flow: Flow, _ file: FlowFile,
        _ range: LuaRange
    ) -> [Finding] {
        let numbers = CallerIDPolicy.Numbers(fallback: flow.environment.callerID, owned: flow.environment.ownedNumbers)
        do throws(CallerIDPolicy.Refusal) {
            _ = try CallerIDPolicy.callerID(for: action, targets: targets, given: given, numbers: numbers)
            return []
        } catch {
            return [told(error, file, range)]
        }
    }

    private func told(_ refusal: CallerIDPolicy.Refusal, _ file: FlowFile, _ range: LuaRange) -> Finding {
        finding(file, range, refusal.reason, hint: refusal.remedy)
    }

    private func text(_ value: LuaExpression, _ file: FlowFile) -> String? {
        switch file.constants.value(value) {
        case .string(let text): text
        case .table(let table): HostOptions.identifier(.table(table))?.spoken
        default: nil
        }
    }

    /// Those whom an action may reach, as far as they are written down.
    private func targets(_ options: TableFields, _ file: FlowFile) -> [(LuaExpression, CommunicationIdentifier)] {
        var values: [LuaExpression] = []
        if let one = options.named["target"] { values.append(one) }
        if let list = options.named["targets"].flatMap({ file.kinds.tableFields($0) }) { values += list.items }
        return values.flatMap { file.constants.literals($0) }.compactMap { literal in
            file.constants.value(literal).flatMap(HostOptions.identifier).map { (literal, $0) }
        }
    }

    private func person(_ value: LuaExpression, _ file: FlowFile) -> CommunicationIdentifier? {
        file.constants.value(value).flatMap(HostOptions.identifier)
    }
}
