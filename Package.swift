// swift-tools-version: 6.1
import PackageDescription

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
]
let webSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let fields: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

// Arrows point down only: a target depends on nothing that stands below it.
let package = Package(
    name: "hookswitch",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "hookswitch", targets: ["hookswitch"]),
        // For the benchmark package beside this one; not a public API.
        .library(
            name: "HookswitchParts",
            targets: [
                "CLuaBridge", "LuaEngine", "CallModel", "CallAutomation", "CallJournal", "FlowEngine",
                "CallRuntime", "CallServer", "LuaSyntax", "FlowCheck",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CallModel"),
        // Sound: files of it, speech, tones. Knows no telephony.
        .target(name: "CallAudio"),
        // The Lua files of `stdlib/` as bytes.
        .target(name: "CStdlib"),
        .target(name: "FlowStdlib", dependencies: ["CStdlib"]),
        // Programs of others, run with bounds.
        .target(name: "OtherPrograms"),
        // Lua as a tree, and where a run of it came by.
        .target(name: "LuaSyntax"),
        .target(name: "CLuaBridge", dependencies: ["CLua"]),
        .target(name: "LuaEngine", dependencies: ["CLua", "CLuaBridge"]),
        .target(
            name: "CallAutomation",
            dependencies: [
                "CallModel", crypto, httpClient, .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ] + nio),
        .target(
            name: "CallJournal",
            dependencies: [
                "CallModel", crypto, .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "FlowEngine", dependencies: ["CallModel", "LuaEngine", "FlowStdlib", crypto]),
        // Drawings of flows.
        .target(name: "FlowGraph", dependencies: ["FlowEngine", "LuaSyntax", "OtherPrograms"]),
        .target(name: "CallRuntime", dependencies: ["CallModel", "FlowEngine", "CallJournal", crypto, logging] + nio),
        // The way of flows to the web.
        .target(
            name: "FlowWeb",
            dependencies: [
                "CallModel", httpClient, .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio),
        .target(
            name: "CallServer",
            dependencies: [
                "CallModel", "CallAudio", "CallAutomation", "CallRuntime", hummingbird, fields, httpTypes, logging,
                webSocket, .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ] + nio),
        .target(
            name: "CallEmulator",
            dependencies: [
                "CallModel", "CallAudio", "CallAutomation", hummingbird, fields, httpClient, logging, crypto,
                webSocket, .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio,
            exclude: ["README.md"]),
        .target(
            name: "FlowTesting",
            dependencies: [
                "CallModel", "LuaEngine", "LuaSyntax", "CallAutomation", "CallJournal", "FlowEngine", "CallRuntime",
                "CallEmulator", "FlowWeb", logging, httpClient,
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ] + nio),
        // What is wrong with a flow, without running its handlers.
        .target(
            name: "FlowCheck", dependencies: ["CallModel", "LuaSyntax", "LuaEngine", "FlowEngine", "OtherPrograms"]),
        .executableTarget(
            name: "hookswitch",
            dependencies: [
                "CallModel", "CallAutomation", "CallJournal", "FlowEngine", "CallRuntime", "CallServer",
                "CallEmulator", "FlowCheck", "FlowTesting", "FlowGraph", "LuaSyntax", "FlowWeb", "FlowStdlib",
                httpClient, hummingbird, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // A process of the tests; not a product.
        .executableTarget(
            name: "lua-probe", dependencies: ["LuaEngine", "CLua", "CLuaBridge"], path: "Tests/LuaProbe"),
        .testTarget(
            name: "LuaEngineTests", dependencies: ["LuaEngine", "CLua", "CLuaBridge", "lua-probe"],
            exclude: ["Hostile", "Fixtures"]),
        .testTarget(name: "LuaSyntaxTests", dependencies: ["LuaSyntax", "CLua"], exclude: ["Programs"]),
        .testTarget(name: "CallModelTests", dependencies: ["CallModel"]),
        .testTarget(name: "CallAudioTests", dependencies: ["CallAudio"]),
        .testTarget(
            name: "CallAutomationTests",
            dependencies: ["CallAutomation", "CallModel", .product(name: "NIOSSL", package: "swift-nio-ssl")] + nio,
            resources: [.copy("Fixtures")]),
        // A file layer of SQLite that loses power, for tests.
        .target(
            name: "CLossyFiles", dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "Tests/LossyFiles"),
        .testTarget(
            name: "CallJournalTests",
            dependencies: [
                "CallJournal", "CallModel", "CLossyFiles", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ]),
        // Scripts in the place of programs of others, for tests.
        .target(name: "FakePrograms", dependencies: ["OtherPrograms"], path: "Tests/FakePrograms"),
        .testTarget(name: "OtherProgramsTests", dependencies: ["OtherPrograms", "FakePrograms"]),
        .testTarget(name: "FlowGraphTests", dependencies: ["FlowGraph", "FlowEngine", "LuaSyntax", "FakePrograms"]),
        .testTarget(name: "FlowEngineTests", dependencies: ["FlowStdlib", "FlowEngine", "CallModel", "LuaEngine"]),
        .testTarget(
            name: "CallRuntimeTests",
            dependencies: [
                "CallRuntime", "CallModel", "CallJournal", "CallAutomation", "FlowEngine", crypto, logging,
            ] + nio, exclude: ["Fixtures"]),
        .testTarget(
            name: "FlowWebTests",
            dependencies: ["FlowWeb", "CallModel", .product(name: "NIOSSL", package: "swift-nio-ssl")] + nio),
        .testTarget(
            name: "CallServerTests",
            dependencies: [
                "CallServer", "CallModel", "CallAudio", "CallAutomation", "CallJournal", "CallRuntime", "FlowEngine",
                httpClient,
                logging, webSocket,
            ] + nio),
        .testTarget(
            name: "CallEmulatorTests",
            dependencies: [
                "CallEmulator", "CallModel", "CallAudio", "CallAutomation", hummingbird, httpClient, logging,
            ]
                + nio),
        .testTarget(
            name: "FlowCheckTests",
            dependencies: [
                "FlowCheck", "FlowEngine", "FlowTesting", "CallRuntime", "LuaSyntax", "LuaEngine", "CallModel",
                "FakePrograms",
            ],
            exclude: ["Corpus"]),
        .testTarget(
            name: "FlowTestingTests",
            dependencies: [
                "FlowTesting", "CallModel", "CallAutomation", "CallJournal", "FlowEngine", "CallRuntime", "CallServer",
                "CallEmulator", "FlowWeb", "LuaSyntax", logging,
            ] + nio),
        .testTarget(
            name: "hookswitchTests",
            dependencies: ["hookswitch", "CallModel", "CallAutomation", "CallEmulator", "CallJournal", "FlowEngine"]
                + nio),
    ],
    swiftLanguageModes: [.v6]
)
