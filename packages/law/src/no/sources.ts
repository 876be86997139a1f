/** The sources behind the Norwegian tables, under the short names of the law sheet. */
export const NO_SOURCES = {
  advokatforeningen2022:
    "https://www.advokatforeningen.no/aktuelt/Nyheter/2021/oktober/statsbudsjettet-2022-rettsgebyret-okes/",
  alektum2019: "https://www.alektumgroup.no/om-alektum-group/nyheter/company/endring-pa-forsinkelsesrenta",
  amili2026: "https://blog.amili.no/ny-inkassolov-2026-egeninkasso",
  asker2017: "http://advokat.asker.no/inkassosatsen-2/",
  bsregnskap2020:
    "https://www.bsregnskap.no/2020/06/22/forsinkelsesrenten-reduseres-til-8-prosent-fra-1-juli-2020-korrigert/",
  domstol2018: "https://www.domstol.no/nn-NO/Sivile-saker/Sakskostnader/Rettsgebyr/",
  fakturaNo: "http://faktura.no/category/gebyrer/",
  fakturasjekk: "https://github.com/krogerhansen-ops/fakturasjekk (legal review dated 2026-08-20; secondary)",
  forliksraadet: "http://www.forliksraadet.no/index.php?page_id=2373",
  forliksraadet2022: "https://www.forliksraadet.no/aktuelt/endringslov-til-rettsgebyrloven",
  forsinkelsesrenteNet: "https://www.forsinkelsesrente.net/satsene-pa-forsinkelsesrente.html",
  gebyrNet: "https://www.gebyr.net/private-gebyr/19-inkassosalaer.html",
  hokas2019: "https://hokas.no/blog/justert-rentesats-og-kompensjasjonsgebyr-fra-juli-2019",
  inkassoToolkit:
    "https://github.com/WillyHag/Inkasso-Toolkit (js/avdrag-grunnlag.js, js/satser-modal.js; secondary, cites Finanstilsynet)",
  inkassoguiden2020: "https://www.inkassoguiden.no/index.php/inkassoomkostninger",
  juridika: "https://juridika.no/forskrift/1989-07-14-562",
  kravia2020: "https://www.kraviainkasso.no/nyheter/1oktober",
  kred2025: "https://www.kred.no/artikler/nyheter/nye-satser-fra-1-januar-2025",
  kred2026:
    "https://www.kred.no/uncategorized/forsinkelsesrente-og-standardkompensasjon-for-inndrivelseskostnader-fra-1-januar-2026",
  kredinor2018: "https://www.kredinor.no/forsinkelsesrente-og-standardkompensasjon-fra-1-juli-2018/",
  lovdata20021641: "https://lovdata.no/dokument/SF/forskrift/2002-12-13-1641",
  lovdata20243279: "https://lovdata.no/forskrift/2024-12-19-3279",
  lovdataRgl: "https://lovdata.no/dokument/NL/lov/1982-12-17-86/KAPITTEL_2-1",
  lunderobertsen2015:
    "https://www.lunderobertsen.no/nyheter/ny-forsinkelsesrentesats-og-standardkompensasjon-fra-1-juli-2015",
  lunderobertsen2016:
    "https://www.lunderobertsen.no/nyheter/ny-forsinkelsesrente-og-standardkompensason-fra-1-juli-2016",
  myrset2018: "https://myrset.no/priser-og-omkostninger/offentl-omkostn-og-gebyrer",
  nav: "navikt source code (Rettsgebyr constants 2021-2025), GitHub",
  norgeslover6a: "https://www.norgeslover.no/horingssvar/15274",
  opas2015: "http://www.opas.no/2015/01/purregebyret-oker-til-kr-6500-med-virkning-fra-01-01-15",
  orklaHeavy: "https://orklacredit.no/hva-er-tungt-salaer/",
  politietUtlegg: "https://www.politiet.no/tjenester/namsmann-og-forliksrad/tvangsfullbyrdelse/rettsgebyr/",
  prop12L: "https://www.regjeringen.no/no/dokumenter/prop.-12-l-20212022/id2886025/?ch=7",
  prop34L: "https://regjeringen.no/no/dokumenter/prop.-34-l-20202021/id2784650/",
  prop80L: "https://www.regjeringen.no/no/dokumenter/prop.-80-l-20232024/id3031788/",
  regjeringen2016:
    "https://www.regjeringen.no/no/dokumenter/forskrift-om-renter-ved-forsinket-betaling-og-kompensasjon-for-inndrivelseskostnader/id2505910",
  regnmed:
    "open-source accounting project 'regnmed' on GitHub, rate seed (secondary, cites Finanstilsynet and the regulation number)",
  regnskapnorge2023:
    "https://www.regnskapnorge.no/faget/artikler/forretningsjus/forsinkelsesrenten-oker-til-1075-prosent-fra-1.-januar-2023/",
  rett24: "https://rett24.no/articles/regjeringen-vil-kutte-rettsgebyrene-med-nesten-130-millioner-kroner",
  rettsregel: "rettsregel.no tool generator on GitHub (secondary)",
  revisjonskompaniet2022:
    "https://www.revisjonskompaniet.no/uncategorized/forsinkelsesrente-og-standardkompensasjon-for-andre-halvar-2022/",
  sergel2021: "https://sergel.no/faq/salaer-gebyr-2020/",
  sergelTable: "https://sergel.no/faq/satser-inkassosalaer/",
  totalkapital2019: "https://totalkapital.no/inkassosalaerer/",
  totalkapital2021: "https://totalkapital.no/forsinkelsesrente-og-standardkompensasjon-fra-1-juli-2021/",
  totalkapitalR2019: "https://totalkapital.no/rettsgebyr/",
  vantigo:
    "https://github.com/vantigo-io/vantigo (invoice-reminder law study and rate seed, values stated as read on Lovdata; secondary)",
  visma2022a:
    "https://community.visma.com/t5/Nyheter-i-Purring-Inkasso/Forsinkelsesrente-og-standardkompensasjon-fra-1-januar-2022/ba-p/431709",
  visma2022b:
    "https://community.visma.com/t5/Nyheter-i-Fakturaservice/Forsinkelsesrente-og-standardkompensasjon-fra-1-Juli-2022/ba-p/506991",
  wulffForlik: "https://advokatwulff.no/hva-koster-det-a-fore-en-sak-for-forliksradet/",
  wulffOld:
    "https://advokatwulff.no/maksimalsatser-for-for-skyldnerens-erstatningsplikt-for-fordringshaverens-utenrettslige-inndrivingskostnader/",
} as const;
