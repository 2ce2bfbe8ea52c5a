import FlowStdlib
import Foundation
import Testing

@testable import FlowEngine

/// What a generation is made of.
struct FlowSourcesTests {
    private let files = ["a.lua": Array("local m = require 'std.menu' on('Launch', function() end)".utf8)]

    @Test func aGenerationHasTheStdlibOfTheBinaryUnlessItBringsItsOwn() throws {
        let own = FlowSources(files: files)
        #expect(own.stdlib == FlowSources.ownStdlib)
        #expect(own.stdlib["menu"]?.isEmpty == false)
        let old = FlowSources(files: files, stdlib: ["menu": Array("error('the old menu')".utf8)])
        #expect(FlowGeneration.id(of: own) != FlowGeneration.id(of: old))
        let report = FlowLoader.load(old, environment: FlowEnvironment())
        #expect(report.problems.map(\.reason) == ["the old menu"])
        #expect(report.problems.first?.file == "std/menu.lua")
    }

    @Test func theBinaryHasEveryFileOfTheStdlib() throws {
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("stdlib")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".lua") }.map { String($0.dropLast(4)) }.sorted()
        #expect(Stdlib.modules.map(\.name) == names)
        for module in Stdlib.modules {
            let file = try Data(contentsOf: folder.appendingPathComponent("\(module.name).lua"))
            #expect(Data(module.source) == file, "\(module.name): touch Sources/CStdlib/stdlib.c and build again")
        }
    }

    @Test func builtAgainFromItsPartsItHasTheSameName() throws {
        let stdlib = FlowSources.ownStdlib.merging(["extra": Array("return 1".utf8)]) { $1 }
        let first = try #require(
            FlowLoader.load(FlowSources(files: files, stdlib: stdlib), environment: FlowEnvironment()).generation)
        let again = FlowSources(files: first.sources.files, stdlib: first.sources.stdlib)
        #expect(FlowGeneration.id(of: again, level: first.level) == first.id)
        #expect(first.level == flowLevel)
    }

    @Test func settingsAreNoPartOfTheNameButHaveTheirOwn() throws {
        let sources = FlowSources(files: files)
        let one = try #require(FlowLoader.load(sources, environment: FlowEnvironment()).generation)
        let two = try #require(
            FlowLoader.load(sources, environment: FlowEnvironment(config: ["A": "1"])).generation)
        #expect(one.id == two.id)
        #expect(one.environmentHash != two.environmentHash)
        let named = FlowLoader.load(sources, environment: FlowEnvironment(), environmentHash: "as it was kept")
        #expect(named.generation?.environmentHash == "as it was kept")
    }

    @Test func whatEditorsAndShellsPutBeforeTheTextIsPassedOver() {
        let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], Array("#!/usr/bin/lua\n".utf8), [0xEF, 0xBB, 0xBF, 0x23, 0x0A]]
        for (index, mark) in marks.enumerated() {
            let good = FlowSources(files: ["a.lua": mark + Array("on('Launch', function() end)".utf8)], stdlib: [:])
            #expect(FlowLoader.load(good, environment: FlowEnvironment()).problems == [])
            let bad = FlowSources(files: ["a.lua": mark + Array("\n\non(1)".utf8)], stdlib: [:])
            let line = FlowLoader.load(bad, environment: FlowEnvironment()).problems.first?.line
            #expect(line == (index == 0 ? 3 : 4), "lines are counted as they stand")
        }
    }

    @Test func modulesOfOneNameAreEachFlowsOwn() throws {
        func flow(_ event: String) -> [UInt8] {
            Array(
                "assert(require 'lib.words' == '\(event)') assert(require 'std.menu' == 1) on('\(event)', function() end)"
                    .utf8)
        }
        let sources = FlowSources(
            files: [
                "std/main.lua": flow("Launch"), "std/words.lua": Array("return 'Launch'".utf8),
                "std/menu.lua": Array("return 2".utf8), "b/main.lua": flow("Signal"),
                "b/lib/words.lua": Array("return 'Signal'".utf8),
            ], stdlib: ["menu": Array("return 1".utf8)])
        #expect(FlowLoader.load(sources, environment: FlowEnvironment()).problems == [])
    }

    @Test func noFileCanPassForAModuleOfTheStdlib() {
        let one = FlowSources(files: ["menu.lua": [1]], stdlib: [:])
        let two = FlowSources(files: [:], stdlib: ["menu.lua": [1]])
        #expect(one.digest != two.digest)
        #expect(FlowGeneration.id(of: one, level: 1) != FlowGeneration.id(of: one, level: 2))
    }

    @Test(arguments: [supportedLevels.lowerBound - 1, supportedLevels.upperBound + 1])
    func aLevelThatNobodyKnowsCannotBeLoaded(level: Int) {
        let report = FlowLoader.load(FlowSources(files: files), environment: FlowEnvironment(), level: level)
        #expect(report.generation == nil)
        #expect(
            report.problems.first?.reason.hasPrefix("it is of level \(level), and this hookswitch runs level") == true)
        let remedy = level > flowLevel ? "run a newer hookswitch" : "run the release before this one"
        #expect(report.problems.first?.reason.contains(remedy) == true)
    }

    @Test func aWorldOfEveryFlowIsBuiltToWarmUp() throws {
        let good = try #require(FlowLoader.load(FlowSources(files: files), environment: FlowEnvironment()).generation)
        try good.warmUp()
        // Passes with the room that it was checked with, and not with less.
        let greedy = ["a.lua": Array("local t = {} for i = 1, 2e5 do t[i] = i end on('Launch', function() end)".utf8)]
        var limits = FlowLimits()
        limits.lua.blockBytes = 64 << 20
        limits.lua.memoryBytes = 64 << 20
        let large = try #require(
            FlowLoader.load(FlowSources(files: greedy), environment: FlowEnvironment(limits: limits)).generation)
        let small = FlowGeneration(
            sources: large.sources, level: large.level, flows: large.flows, environment: FlowEnvironment(),
            environmentHash: nil)
        #expect(throws: FlowProblem.self) { try small.warmUp() }
    }
}
