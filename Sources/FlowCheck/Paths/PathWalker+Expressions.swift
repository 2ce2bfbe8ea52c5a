import LuaSyntax

/// What expressions do to calls, and what is learned from conditions.
extension PathWalker {
    /// Goes through an expression in the order in which it runs.
    func visit(_ expression: LuaExpression, isStatement: Bool = false) {
        switch expression.kind {
        case .nil, .true, .false, .varargs, .integer, .float, .string: break
        case .variable: if let variable = expression.localPosition { state?.mention(variable) }
        case .function(let function): visit(capturing: function)
        case .table(let fields): for value in fields.flatMap(\.values) { visit(value) }
        case .parenthesized(let inner): visit(inner)
        case .unary(let sign, let inner):
            if sign == .length { use(inner, at: inner.range) }
            visit(inner)
        case .operation(let operation): for value in [operation.first] + operation.links.map(\.right) { visit(value) }
        case .suffixed(let chain): visit(expression, chain, isStatement: isStatement)
        }
    }

    /// A function that may run at any time: what it names may change.
    func visit(capturing function: LuaFunction) {
        guard let inner = file.names.byFunction[ObjectIdentifier(function)] else { return }
        for variable in inner.mentioned { state?.mention(variable) }
    }

    private func visit(_ expression: LuaExpression, _ chain: LuaSuffixed, isStatement: Bool) {
        let isCalled: Bool = if case .call? = chain.suffixes.first?.kind { true } else { false }
        if let variable = chain.base.localPosition {
            if !isCalled { use(chain.base, at: chain.base.range) }
            if case .index? = chain.suffixes.first?.kind { state?.mention(variable) }
        } else {
            visit(chain.base)
        }
        for (index, suffix) in chain.suffixes.enumerated() {
            if index > 0, let site = file.site(expression, index - 1), site.mayFail {
                found.append(.unchecked(suffix.range, name: "", unchecked(site)))
            }
            switch suffix.kind {
            case .field: break
            case .index(let key): visit(key)
            case .call(let arguments), .method(_, let arguments):
                if chain.base.globalName == "ipairs", index == 0, let list = arguments.first {
                    use(list, at: list.range)
                }
                for argument in arguments { visit(argument) }
                if let site = file.site(expression, index) {
                    act(site, isStatement: isStatement && index + 1 == chain.suffixes.count)
                }
            }
        }
    }

    private func unchecked(_ site: CallSite) -> PathState.Unchecked {
        PathState.Unchecked(function: site.name, line: site.line, partner: nil)
    }

    /// A value is used in a way that nil cannot be.
    private func use(_ expression: LuaExpression, at range: LuaRange) {
        if let site = file.site(expression), site.mayFail, site.isWhole {
            return found.append(.unchecked(range, name: "", unchecked(site)))
        }
        guard let variable = expression.localPosition, let what = state?.unchecked[variable] else { return }
        found.append(.unchecked(range, name: file.names.locals[variable]?.name.text ?? "", what))
        state?.unchecked[variable] = nil
    }

    // MARK: - Actions

    private func act(_ site: CallSite, isStatement: Bool) {
        if case .function(let function) = site.callee { end(by: function, site) }
        guard let call = site.object, site.owner == .call, let action = site.function?.action else { return }
        judge(site, call)
        guard state != nil else { return }
        switch action {
        case .answer: state?.fates[call] = .answered(line: site.line)
        case .hangUp, .reject: if isStatement { state?.fates[call] = .ended(line: site.line, by: site.name) }
        case .transfer: if isStatement, givesAway(site) { state?.fates[call] = .untested(line: site.line) }
        default: break
        }
    }

    /// A function of the flow's own may end calls that it is given.
    private func end(by function: ObjectIdentifier, _ site: CallSite) {
        guard !site.isMethod, let body = file.names.byFunction[function] else { return }
        for index in file.walk(body)?.endedParameters ?? [] where index < site.arguments.count {
            guard let call = site.arguments[index].localPosition, file.kinds.kind(site.arguments[index]) == .call,
                state != nil
            else { continue }
            let name = file.names.local(site.raw.suffixed.base)?.name.text
            state?.fates[call] = .ended(line: site.line, by: name ?? "a function")
        }
    }

    /// Tells of an action that the call's state makes wrong, once.
    private func judge(_ site: CallSite, _ call: LuaPosition) {
        guard let fate = state?.fates[call], let action = site.function?.action else { return }
        let decides = [.answer, .reject, .redirect].contains(action)
        let isWrong =
            switch fate {
            case .offered: !decides
            case .answered: decides
            case .ended: action != .hangUp
            case .given, .untested: true
            }
        guard isWrong else { return }
        found.append(.action(site, fate))
        state?.fates[call] = nil
    }

    /// Whether success of a transfer means that the call is gone, and shows in its results.
    func givesAway(_ site: CallSite) -> Bool {
        guard !site.hasHiddenOptions, let options = site.options else { return false }
        return ["transferee", "wait", "operation_callback_uri"].allSatisfy { options.named[$0] == nil }
    }

    // MARK: - Assignments

    func assign(_ variables: [LuaPosition?], _ values: [LuaExpression]) {
        for value in values { visit(value) }
        for case let variable? in variables { state?.forget(variable) }
        guard let last = values.last, last.hasSeveralValues, let site = file.site(last), site.function != nil else {
            return
        }
        let place = values.count - 1
        let result = place < variables.count ? variables[place] : nil
        let error = place + 1 < variables.count ? variables[place + 1] : nil
        if let call = site.object, site.owner == .call,
            site.is("call:transfer") && givesAway(site) || site.is("call:redirect")
        {
            for case let (variable?, isError) in [(result, false), (error, true)] {
                state?.outcomes[variable] = PathState.Outcome(
                    call: call, line: site.line, action: site.name, isError: isError)
            }
            if site.is("call:transfer") { state?.fates[call] = .untested(line: site.line) }
        }
        if let result, site.mayFail {
            state?.unchecked[result] = PathState.Unchecked(function: site.name, line: site.line, partner: error)
        }
    }

    // MARK: - Conditions

    /// What holds when a condition turned out so.
    func refined(_ state: PathState, _ condition: LuaExpression, _ truth: Bool) -> PathState {
        switch condition.kind {
        case .parenthesized(let inner): return refined(state, inner, truth)
        case .unary(.not, let inner): return refined(state, inner, !truth)
        case .variable:
            guard let variable = condition.localPosition, let outcome = state.outcomes[variable] else { return state }
            return truth != outcome.isError ? gone(state, outcome.call, outcome.action, outcome.line) : state
        case .operation(let operation): return refined(state, operation, truth)
        case .suffixed:
            guard truth, let site = file.site(condition), let call = site.object, site.owner == .call,
                site.is("call:transfer") && givesAway(site) || site.is("call:redirect")
            else { return state }
            return gone(state, call, site.name, site.line)
        default: return state
        }
    }

    private func refined(_ state: PathState, _ operation: LuaOperation, _ truth: Bool) -> PathState {
        let values = [operation.first] + operation.links.map(\.right)
        switch operation.links[0].operator {
        case .and where truth: return values.reduce(state) { refined($0, $1, true) }
        case .or where !truth: return values.reduce(state) { refined($0, $1, false) }
        case .equal, .notEqual:
            let isEqual = (operation.links[0].operator == .equal) == truth
            guard values.count == 2,
                let other = values.first(where: { if case .nil = $0.kind { false } else { true } }),
                values.contains(where: { if case .nil = $0.kind { true } else { false } })
            else { return state }
            return refined(state, other, !isEqual)
        default: return state
        }
    }

    /// The call has been given away.
    private func gone(_ state: PathState, _ call: LuaPosition, _ action: String, _ line: Int) -> PathState {
        var state = state
        state.fates[call] = action == "call:transfer" ? .given(line: line) : .ended(line: line, by: action)
        return state
    }
}
