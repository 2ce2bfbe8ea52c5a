import FlowEngine
import LuaSyntax

/// Reads the flows, looks at them by rules, and tries what is written down.
struct RuleFinder: FindingFinder {
    /// Every rule, in the order of the manual.
    static let rules: [any Rule] = [
        UnknownEvent(), UnknownOption(), UnknownField(), UnknownWord(), NeverEqual(), UnknownFunction(),
        UnknownModule(), WrongArgument(), LaunchHandler(), WrongColon(), WrongPhase(), WaitInCallback(),
        UndeclaredGlobal(), ShadowedHostFunction(), RefusedMetamethod(), BadIdentifier(), CallerID(), NoVoice(),
        NoAIResource(), UnreachableCode(), WrongState(), UseAfterTransfer(), UncheckedResult(), IgnoredResult(),
        EndlessRetry(), TwoSpeakers(), EqualFilters(),
        UnreachableHook(), MissingHook(),
    ]

    func findings(in folder: FolderOfFlows) async -> [Finding] {
        await DeepThread.value { Self.found(in: folder) }
    }

    /// The same on this thread.
    static func found(in folder: FolderOfFlows) -> [Finding] {
        var (files, found) = ([String: FlowFile](), [Finding]())
        for path in folder.paths {
            do throws(LuaSyntaxError) {
                files[path] = FlowFile(path: path, tree: try LuaParser.parse(folder.sources.files[path] ?? []))
            } catch {
                found.append(
                    Finding(
                        rule: RuleNames.syntax, severity: .error, file: path, line: error.line, column: error.column,
                        message: error.sentence))
            }
        }
        let library = library(for: files.values.flatMap(\.requiredModules), folder)
        let flows = folder.sources.entries.compactMap { flow($0, files, library, folder) }
        for rule in rules {
            for path in folder.paths {
                if let file = files[path] { found += rule.findings(in: file) }
            }
            for flow in flows { found += rule.findings(in: flow) }
            found += rule.findings(in: flows)
        }
        return found + TrialFindings.findings(in: flows, folder, besides: found)
    }

    /// Flows share the standard library; only what is required is read.
    private static func library(for names: [String], _ folder: FolderOfFlows) -> [String: FlowFile] {
        var (found, next) = ([String: FlowFile](), names)
        while let name = next.popLast() {
            guard name.hasPrefix("std."), found[name] == nil,
                let source = folder.sources.stdlib[String(name.dropFirst(4))], let tree = try? LuaParser.parse(source)
            else { continue }
            let file = FlowFile(path: "std/\(name.dropFirst(4)).lua", tree: tree)
            found[name] = file
            next += file.requiredModules
        }
        return found
    }

    private static func flow(
        _ entry: FlowSources.Entry, _ files: [String: FlowFile], _ library: [String: FlowFile], _ folder: FolderOfFlows
    ) -> Flow? {
        guard let main = files[entry.path] else { return nil }
        var modules: [String: FlowFile?] = [:]
        for module in folder.sources.modules(of: entry.name) {
            modules[module.name] = .some(module.name.hasPrefix("std.") ? library[module.name] : files[module.path])
        }
        let own = modules.filter { $0.key.hasPrefix("lib.") }.sorted { $0.key < $1.key }.compactMap(\.value)
        var all = [main] + own
        var next = all.flatMap(\.requiredModules)
        while let name = next.popLast() {
            guard name.hasPrefix("shared."), let file = modules[name] ?? nil, !all.contains(where: { $0 === file })
            else {
                continue
            }
            all.append(file)
            next += file.requiredModules
        }
        return Flow(
            name: entry.name, main: main, files: all, library: reached(from: all, library), modules: modules,
            environment: folder.environment)
    }
}

extension RuleFinder {
    /// The modules of the standard library that files need, themselves or by others.
    private static func reached(from files: [FlowFile], _ library: [String: FlowFile]) -> [FlowFile] {
        var (found, next) = ([String: FlowFile](), files.flatMap(\.requiredModules))
        while let name = next.popLast() {
            guard let file = library[name], found[name] == nil else { continue }
            found[name] = file
            next += file.requiredModules
        }
        return Array(found.values)
    }
}

extension FlowFile {
    /// The modules that it names.
    var requiredModules: [String] { calls(of: "require").compactMap { $0.arguments.first?.text } }
}
